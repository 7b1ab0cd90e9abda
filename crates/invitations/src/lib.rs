//! Invitation tokens, what is known of them, and how that is learnt, kept and handed on.
//!
//! | Module | Answers |
//! |---|---|
//! | [`token`] | what a token is |
//! | [`import`] | which tokens are in this text or file |
//! | [`observation`], [`standing`], [`stage`] | what the service said, what that adds up to, what it means today |
//! | [`check`] | ask about many tokens, and account for each |
//! | [`ledger`] | keep it all on disk |
//! | [`sheet`] | which rows to show, in which order, and how many of each |
//! | [`export`] | hand them to a spreadsheet |
//! | [`visible`] | what is seen of a text |

pub mod account;
pub mod check;
pub mod export;
pub mod ids;
pub mod import;
pub mod ledger;
pub mod observation;
mod reached;
pub mod row;
pub mod sheet;
pub mod stage;
pub mod standing;
pub mod token;
pub mod visible;
