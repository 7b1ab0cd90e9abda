//! What a program says, heard while it runs: a full pipe would stop it.

use std::{
    io::Read,
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

const PATIENCE: Duration = Duration::from_secs(40);

#[derive(Debug)]
pub(crate) struct Heard {
    said: Arc<Mutex<Vec<u8>>>,
    listener: JoinHandle<()>,
}

impl Heard {
    pub(crate) fn of(pipe: Option<impl Read + Send + 'static>) -> Self {
        let mut pipe = pipe.expect("the output is a pipe");
        let said = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&said);
        let listener = thread::spawn(move || {
            let mut part = [0; 4096];
            // A terminal may end by an error.
            while let Ok(bytes @ 1..) = pipe.read(&mut part) {
                let mut said = kept.lock().unwrap_or_else(PoisonError::into_inner);
                said.extend_from_slice(&part[..bytes]);
            }
        });
        Self { said, listener }
    }

    /// So far.
    pub(crate) fn text(&self) -> String {
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&said).into_owned()
    }

    /// Waits for these words.
    pub(crate) fn wait_for(&self, words: &str) {
        let start = Instant::now();
        while !self.text().contains(words) {
            let text = self.text();
            assert!(start.elapsed() < PATIENCE, "“{words}” is not said:\n{text}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// All of it, once the program has ended.
    pub(crate) fn end(self) -> String {
        let Self { said, listener } = self;
        listener.join().expect("a pipe can be read");
        let said = said.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&said).into_owned()
    }
}
