//! The page's types: generated from the Rust ones, committed, and compared.

use crate::{
    program,
    shell::{self, Done, Failure},
    workspace::Workspace,
};
use std::{fs, path::PathBuf};

/// `cargo xtask types`
pub(crate) fn write(workspace: &Workspace) -> Done {
    let file = file(workspace);
    fs::write(&file, generated(workspace)?).map_err(Failure::during(file.display()))?;
    println!("Written: {}", workspace.shown(&file));
    Ok(())
}

/// Fails when a Rust type has changed and the page has not heard of it.
pub(crate) fn compare(workspace: &Workspace) -> Done {
    let file = file(workspace);
    let committed = fs::read_to_string(&file).map_err(Failure::during(file.display()))?;
    let generated = generated(workspace)?;
    let Some((line, (is, should_be))) = first_difference(&committed, &generated) else {
        return Ok(());
    };
    Err(Failure::new(format!(
        "{} is stale: run `cargo xtask types`\n  line {line}, committed: {is}\n  line {line}, generated: {should_be}",
        workspace.shown(&file)
    )))
}

fn generated(workspace: &Workspace) -> Result<String, Failure> {
    let printer = program::build_example(workspace, "types")?;
    shell::text_of(&mut workspace.command(printer))
}

fn file(workspace: &Workspace) -> PathBuf {
    workspace.ui().join("src/backend/types.gen.ts")
}

fn first_difference<'a>(one: &'a str, other: &'a str) -> Option<(usize, (&'a str, &'a str))> {
    let length = one.lines().count().max(other.lines().count());
    let padded = |text: &'a str| {
        text.lines()
            .chain(std::iter::repeat("(nothing)"))
            .take(length)
    };
    (1..)
        .zip(padded(one).zip(padded(other)))
        .find(|(_, (one, other))| one != other)
}

#[cfg(test)]
mod tests {
    use super::first_difference;

    #[test]
    fn a_type_that_is_missing_in_one_of_them_is_a_difference() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(
            first_difference("a\n", "a\nb\n"),
            Some((2, ("(nothing)", "b")))
        );
        assert_eq!(
            first_difference("a\nb\n", "a\n"),
            Some((2, ("b", "(nothing)")))
        );
    }
}
