//! Prints the page's type declarations.

fn main() {
    print!("{}", invite_ledger::declarations());
}
