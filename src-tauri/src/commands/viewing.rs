use invitations::{ids::InvitationId, row::Row, sheet::ViewQuery};

use super::{Answer, DeskState};
use crate::desk::{InvitationDetail, View};

#[tauri::command]
pub async fn look(query: ViewQuery, desk: DeskState<'_>) -> Answer<View> {
    desk.look(query).await
}

#[tauri::command]
pub async fn rows(view: u32, start: usize, count: usize, desk: DeskState<'_>) -> Answer<Vec<Row>> {
    desk.rows(view, start, count).await
}

#[tauri::command]
pub async fn invitation(id: InvitationId, desk: DeskState<'_>) -> Answer<InvitationDetail> {
    desk.invitation(id).await
}
