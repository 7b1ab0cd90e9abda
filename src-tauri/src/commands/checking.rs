use invitations::ids::CheckId;

use super::{Answer, DeskState};
use crate::desk::CheckScope;

#[tauri::command]
pub async fn start_check(scope: CheckScope, desk: DeskState<'_>) -> Answer<CheckId> {
    desk.start_check(scope).await
}

#[tauri::command]
pub async fn continue_check(check: CheckId, desk: DeskState<'_>) -> Answer<CheckId> {
    desk.continue_check(check).await
}

#[tauri::command]
pub async fn cancel_check(check: CheckId, desk: DeskState<'_>) -> Answer<()> {
    desk.cancel_check(check);
    Ok(())
}
