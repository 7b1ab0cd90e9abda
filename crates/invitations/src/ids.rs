//! Row numbers of the ledger, one type each, so that they cannot be mixed up.

use serde::{Deserialize, Serialize};

macro_rules! row_number {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(export_to = "types.gen.ts"))]
        #[serde(transparent)]
        pub struct $name(pub i64);
    )+};
}

row_number! {
    /// A set of credentials and its settings.
    AccountId,
    /// A named set of invitations of one account.
    ListId,
    /// One token of one account.
    InvitationId,
    /// One run over many tokens.
    CheckId,
}
