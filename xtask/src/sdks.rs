//! The official SDKs against the simulator: the proof that it behaves as the service does.

use crate::{apt, program, shell::Done, workspace::Workspace};

pub(crate) fn test(workspace: &Workspace) -> Done {
    apt::ensure(apt::SDKS)?;
    program::tests(
        workspace,
        &["--test", "sdk_faithfulness", "--", "--include-ignored"],
    )
}
