//! The one window: its frame, its walls, and what it hears from the system.

use std::{
    process::{Command, ExitCode},
    sync::Arc,
    time::Duration,
};

use tauri::{
    App, AppHandle, DragDropEvent, Manager, Url, WebviewUrl, WebviewWindowBuilder, WindowEvent,
    webview::NewWindowResponse,
};

use crate::{
    arguments::Arguments,
    commands,
    desk::{Desk, DeskConfig},
    environment,
    events::DeskEvent,
    updates::Updates,
};

const LABEL: &str = "main";
const ENDING_TAKES: Duration = Duration::from_secs(2);

pub fn open(config: DeskConfig, arguments: &Arguments) -> ExitCode {
    let sample = arguments.sample;
    let mut context = tauri::generate_context!();
    let updates = environment::updates_config(context.config(), &config);
    let source = updates.source.clone();
    let desk = Desk::open(config);
    let updates = Updates::new(updates, Arc::clone(&desk));
    let builder = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| {
            bring_to_front(app);
        }))
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .manage(Arc::clone(&desk))
        .manage(Arc::clone(&updates))
        .invoke_handler(commands::handler())
        .setup(move |app| {
            if sample && let Err(error) = tauri::async_runtime::block_on(desk.open_checked_sample())
            {
                // The first screen offers it again, and says what is wrong.
                eprintln!("invite-ledger: {error}");
            }
            open_window(app, desk)?;
            tauri::async_runtime::spawn(async move { updates.look_at_start().await });
            Ok(())
        });
    let builder = match source {
        Some(source) => source.prepare(builder, &mut context),
        None => builder,
    };
    match builder.run(context) {
        Ok(()) => ExitCode::SUCCESS,
        Err(tauri::Error::PluginInitialization(plugin, _))
            if plugin == "single-instance" && !arguments.second_try =>
        {
            start_once_more()
        }
        Err(error) => {
            eprintln!("invite-ledger: the window cannot be opened: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whoever closes the window and opens it again at once meets an instance that has the name still, and answers no
/// more. In a process of its own, since a window system is not joined twice.
fn start_once_more() -> ExitCode {
    std::thread::sleep(ENDING_TAKES);
    let again = std::env::current_exe().and_then(|program| {
        Command::new(program)
            .args(std::env::args_os().skip(1))
            .arg("--second-try")
            .spawn()
    });
    match again {
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("invite-ledger: cannot start again: {error}");
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
