//! The commands that the page calls. Each parses, calls the desk, and answers; what they do is in [`crate::desk`].

mod account;
mod checking;
mod files;
mod importing;
mod updating;
mod viewing;
mod window;

use std::sync::Arc;

use tauri::{Runtime, State, ipc::Invoke};

use crate::{desk::Desk, error::CommandError, updates::Updates};

type DeskState<'a> = State<'a, Arc<Desk>>;
type UpdatesState<'a> = State<'a, Arc<Updates>>;
type Answer<T> = Result<T, CommandError>;

/// All commands, for the builder.
pub fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        account::add_account,
        account::diagnose,
        account::remove_account,
        account::replace_keys,
        account::set_ledger_aside,
        account::test_connection,
        account::update_account,
        checking::cancel_check,
        checking::continue_check,
        checking::start_check,
        files::choose_file,
        files::export_csv,
        files::reveal_file,
        importing::delete_list,
        importing::discard_import,
        importing::preview_file,
        importing::preview_text,
        importing::rename_list,
        importing::store_import,
        updating::install_update,
        updating::look_for_update,
        updating::open_download_page,
        updating::postpone_update,
        updating::skip_update,
        updating::switch_updates,
        updating::updates,
        viewing::invitation,
        viewing::look,
        viewing::rows,
        window::copy_text,
        window::desk,
        window::leave_sample,
        window::open_sample,
        window::set_preferences,
        window::subscribe,
    ]
}
