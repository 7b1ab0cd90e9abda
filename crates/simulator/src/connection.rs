use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http_body_util::{BodyExt, Either, Full, LengthLimitError, Limited};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode, header};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Sleep, sleep};

use crate::faults::HtmlPage;
use crate::service::{Reply, Service};

const MAX_BODY_BYTES: usize = 10 * 1024 * 1024;
/// How long the first half of a truncated body gets to leave before the connection ends.
const BEFORE_THE_CUT: Duration = Duration::from_millis(5);

const SIGN_IN_PAGE: &str = "<!DOCTYPE html><html><head><title>Guest network</title></head>\
    <body><h1>Welcome</h1><p>Accept the terms to use this network.</p></body></html>";

/// Serves one connection to its end, which comes after the request in hand when `stop`'s sender is dropped.
pub(crate) async fn serve(
    stream: TcpStream,
    service: Arc<Service>,
    number: u64,
    mut stop: watch::Receiver<()>,
) {
    let reset = Arc::new(AtomicBool::new(false));
    let respond = {
        let (reset, stop) = (Arc::clone(&reset), stop.clone());
        service_fn(move |request| {
            let (service, reset, stop) = (Arc::clone(&service), Arc::clone(&reset), stop.clone());
            Box::pin(async move { respond(request, &service, number, &reset, stop).await })
        })
    };
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), respond);
    let mut stopping = false;
    // Without hyper's own shutdown, which would say an orderly goodbye before a reset.
    loop {
        tokio::select! {
            _ = poll_fn(|context| connection.poll_without_shutdown(context)) => break,
            _ = stop.changed(), if !stopping => {
                stopping = true;
                Pin::new(&mut connection).graceful_shutdown();
            }
        }
    }
    let stream = connection.into_parts().io.into_inner();
    if reset.load(Ordering::Relaxed) {
        // Fails only where the connection is gone already.
        let _ = stream.set_zero_linger();
    }
}

type ResponseBody = Either<Full<Bytes>, Cut>;

/// The connection ends here without (more of) an answer.
#[derive(Debug, thiserror::Error)]
#[error("the connection is dropped on purpose")]
struct Dropped;

async fn respond(
    request: Request<Incoming>,
    service: &Service,
    connection: u64,
    reset: &AtomicBool,
    mut stop: watch::Receiver<()>,
) -> Result<Response<ResponseBody>, Dropped> {
    let (parts, body) = request.into_parts();
    let body = match Limited::new(body, MAX_BODY_BYTES).collect().await {
        Ok(body) => Some(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => None,
        Err(_) => return Err(Dropped),
    };
    let (there, back) = service.round_trip();
    on_the_way(there, &mut stop).await;
    let reply = service.handle(&parts, body.as_deref(), connection);
    on_the_way(back, &mut stop).await;
    match reply {
        Reply::Envelope { body, date } => Ok(json(Either::Left(Full::new(body)), date)),
        Reply::Truncated { body, date } => Ok(json(Either::Right(Cut::halfway(&body)), date)),
        Reply::Page(page) => Ok(sign_in_page(page)),
        Reply::ProxyAuth => Ok(html(StatusCode::PROXY_AUTHENTICATION_REQUIRED)
            .header(header::PROXY_AUTHENTICATE, "Basic realm=\"proxy\"")
            .body(text(
                "<html><body>Proxy authentication required</body></html>",
            ))
            .expect("constant headers are valid")),
        Reply::NotFound => Ok(html(StatusCode::NOT_FOUND)
            .body(text("<html><body>404 Not Found</body></html>"))
            .expect("constant headers are valid")),
        Reply::Reset => {
            reset.store(true, Ordering::Relaxed);
            Err(Dropped)
        }
        Reply::Silence => {
            let _ = stop.changed().await;
            Err(Dropped)
        }
    }
}

/// Shorter when the simulator stops: what is on its way arrives at once.
async fn on_the_way(delay: Duration, stop: &mut watch::Receiver<()>) {
    if !delay.is_zero() {
        tokio::select! {
            () = sleep(delay) => {}
            _ = stop.changed() => {}
        }
    }
}

fn json(body: ResponseBody, date: DateTime<Utc>) -> Response<ResponseBody> {
    Response::builder()
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::DATE, httpdate::fmt_http_date(date.into()))
        .header(header::SERVER, "simulator")
        .body(body)
        .expect("constant headers are valid")
}

fn sign_in_page(page: HtmlPage) -> Response<ResponseBody> {
    let status = StatusCode::from_u16(page.status()).expect("a page has a status of HTTP");
    let mut response = html(status);
    if page == HtmlPage::Redirect {
        response = response.header(header::LOCATION, "http://login.example/");
    }
    response
        .body(text(SIGN_IN_PAGE))
        .expect("constant headers are valid")
}

fn html(status: StatusCode) -> hyper::http::response::Builder {
    Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, "text/html; charset=utf-8")
}

fn text(text: &'static str) -> ResponseBody {
    Either::Left(Full::new(Bytes::from_static(text.as_bytes())))
}

/// A body that announces its whole length and breaks off half-way.
struct Cut {
    half: Option<Bytes>,
    announced: u64,
    pause: Pin<Box<Sleep>>,
}

impl Cut {
    fn halfway(whole: &Bytes) -> Self {
        Self {
            half: Some(whole.slice(..whole.len() / 2)),
            announced: whole.len() as u64,
            pause: Box::pin(sleep(BEFORE_THE_CUT)),
        }
    }
}

impl Body for Cut {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(half) = self.half.take() {
            return Poll::Ready(Some(Ok(Frame::data(half))));
        }
        ready!(self.pause.as_mut().poll(context));
        Poll::Ready(Some(Err(io::ErrorKind::ConnectionAborted.into())))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.announced)
    }
}
