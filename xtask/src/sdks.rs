//! The official SDKs against the simulator: the proof that it behaves as the service does.

use crate::{program, shell::Done, workspace::Workspace};

pub(crate) fn test(workspace: &Workspace) -> Done {
    program::tests(
        workspace,
        &["--test", "sdk_faithfulness", "--", "--include-ignored"],
    )
}
