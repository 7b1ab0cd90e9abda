//! The one window: its frame, its walls, and what it hears from the system.

use std::{process::ExitCode, sync::Arc};

use tauri::{
    App, AppHandle, DragDropEvent, Manager, Url, WebviewUrl, WebviewWindowBuilder, WindowEvent,
    webview::NewWindowResponse,
};

use crate::{
    commands,
    desk::{Desk, DeskConfig},
    events::DeskEvent,
};

const LABEL: &str = "main";

pub fn open(config: DeskConfig, sample: bool) -> ExitCode {
    let desk = Desk::open(config);
    let builder = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| {
            bring_to_front(app);
        }))
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .manage(Arc::clone(&desk))
        .invoke_handler(commands::handler())
        .setup(move |app| {
            if sample {
                tauri::async_runtime::block_on(desk.open_sample())?;
            }
            open_window(app, desk)?;
            Ok(())
        });
    match builder.run(tauri::generate_context!()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("invite-ledger: the window cannot be opened: {error}");
            ExitCode::FAILURE
        }
    }
}

fn open_window(app: &App, desk: Arc<Desk>) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Invite Ledger")
        .inner_size(1280.0, 800.0)
        .min_inner_size(880.0, 560.0)
        // Text at 200 %, as the accessibility guidelines ask; outside Windows Tauri needs a permission for it.
        .zoom_hotkeys_enabled(true)
        // The page names the sample in its title.
        .on_document_title_changed(|window, title| drop(window.set_title(&title)))
        .on_navigation(is_our_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    window.on_window_event(move |event| {
        if let WindowEvent::DragDrop(drag) = event {
            hear_drag(&desk, drag);
        }
    });
    Ok(())
}

/// The page is ours and stays: a link in some text never leads anywhere else.
fn is_our_page(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" if url.host_str() == Some("tauri.localhost") => true,
        "http" => cfg!(dev) && url.host_str() == Some("localhost"),
        _ => false,
    }
}

fn hear_drag(desk: &Desk, drag: &DragDropEvent) {
    match drag {
        DragDropEvent::Enter { .. } => desk.tell(DeskEvent::FileDragged { over: true }),
        DragDropEvent::Leave => desk.tell(DeskEvent::FileDragged { over: false }),
        DragDropEvent::Drop { paths, .. } => {
            desk.tell(DeskEvent::FileDragged { over: false });
            desk.files_dropped(paths);
        }
        _ => {}
    }
}

fn bring_to_front(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        // Each may be refused by a window system; none of them is worth more than the try.
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}
