#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]
//! The program that is double-clicked, and that a scheduler may call with `check`.

use std::process::ExitCode;

fn main() -> ExitCode {
    invite_ledger::main()
}
