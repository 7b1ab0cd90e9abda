//! Accounts from the command line: added with a key from standard input, listed, removed.

use std::{
    io::{self, BufRead, IsTerminal, Write},
    process::ExitCode,
};

use invitations::account::{AccountSettings, KeyPlace};
use zeroize::Zeroizing;

use super::{account_named, console::say};
use crate::{
    arguments::{AccountCommand, AddArguments, RemoveArguments},
    desk::{AccountView, Desk, DeskConfig, Keys},
    error::{CommandError, ErrorCode},
};

pub(super) async fn run(
    what: &AccountCommand,
    config: DeskConfig,
) -> Result<ExitCode, CommandError> {
    match what {
        AccountCommand::Add(arguments) => add(arguments, config).await,
        AccountCommand::List => list(config).await,
        AccountCommand::Remove(arguments) => remove(arguments, config).await,
    }
    .map(|()| ExitCode::SUCCESS)
}

async fn add(arguments: &AddArguments, config: DeskConfig) -> Result<(), CommandError> {
    let keys = Keys {
        secret_id: arguments.secret_id.clone(),
        secret_key: secret_key()?,
    };
    let desk = Desk::open(config);
    let settings = AccountSettings {
        requests_per_second: arguments.limit,
        ..AccountSettings::default()
    };
    desk.add_lasting_account(arguments.name.clone(), keys, settings)
        .await?;
    let added = account_named(&desk.ledger()?, &arguments.name)?;
    say(format_args!(
        "account “{}” added: {}, its key is in the keychain",
        added.label, added.secret_id_masked
    ));
    Ok(())
}

async fn list(config: DeskConfig) -> Result<(), CommandError> {
    let view = Desk::open(config).view().await?;
    if let Some(problem) = view.ledger_problem {
        return Err(problem);
    }
    for account in &view.accounts {
        let AccountView {
            label,
            secret_id_masked,
            invitations,
            ..
        } = account;
        let place = place(account.key_place);
        // A reader that is gone, such as `head`, is no reason to panic.
        let _ = writeln!(
            io::stdout(),
            "{label}\t{secret_id_masked}\t{place}\t{invitations}"
        );
    }
    Ok(())
}

/// As the window has it, but for its dialog: what would be deleted for good is asked for by `--yes`.
async fn remove(arguments: &RemoveArguments, config: DeskConfig) -> Result<(), CommandError> {
    let desk = Desk::open(config);
    let ledger = desk.ledger()?;
    let account = account_named(&ledger, &arguments.name)?;
    let (label, invitations) = (&account.label, ledger.invitations_count(account.id)?);
    if invitations > 0 && !arguments.yes {
        return Err(CommandError::new(
            ErrorCode::InvalidInput,
            format!(
                "“{label}” has {invitations} invitations in the ledger, and the service may have forgotten them; \
                 with --yes they are deleted with the account"
            ),
        ));
    }
    desk.remove_account(account.id, false).await?;
    say(format_args!(
        "account “{label}” removed: its key from the keychain, {invitations} invitations from the ledger"
    ));
    Ok(())
}

fn place(place: KeyPlace) -> &'static str {
    match place {
        KeyPlace::Keychain => "keychain",
        // In the memory of a window, at best: out of reach for another process.
        KeyPlace::Session | KeyPlace::Missing => "missing",
    }
}

fn secret_key() -> Result<Zeroizing<String>, CommandError> {
    let unreadable = |error: io::Error| {
        CommandError::new(
            ErrorCode::InvalidInput,
            format!("the SecretKey cannot be read: {error}"),
        )
    };
    if io::stdin().is_terminal() {
        return rpassword::prompt_password("SecretKey (is not shown): ")
            .map(Zeroizing::new)
            .map_err(unreadable);
    }
    read_line(io::stdin().lock()).map_err(unreadable)
}

/// The first line, as shells and editors write one: in UTF-8 or, on Windows, in UTF-16. Marks and blanks around the
/// key are dropped where its form is looked at.
fn read_line(from: impl BufRead) -> io::Result<Zeroizing<String>> {
    /// A key has some tens of characters. What is longer is another file, and is told from a key by its first part.
    const LONGEST: u16 = 4096;
    // Filled without growing, so that no copy is left in memory.
    let mut line = Zeroizing::new(Vec::with_capacity(LONGEST.into()));
    from.take(LONGEST.into()).read_until(b'\n', &mut line)?;
    let text = match line.as_slice() {
        [0xff, 0xfe, units @ ..] => from_utf16(units, u16::from_le_bytes),
        [0xfe, 0xff, units @ ..] => from_utf16(units, u16::from_be_bytes),
        utf8 => std::str::from_utf8(utf8).ok().map(str::to_owned),
    };
    text.map(Zeroizing::new)
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "it is not text"))
}

fn from_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    // The line's end may be cut in half.
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).collect::<Result<_, _>>().ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> io::Result<String> {
        read_line(bytes).map(|line| line.trim_matches(['\u{feff}', '\r', '\n', ' ']).to_owned())
    }

    #[test]
    fn one_line_is_read_as_shells_and_editors_write_it() {
        let utf16 = |mark: &[u8], bytes: fn(u16) -> [u8; 2]| {
            let units = "key*1\r\n".encode_utf16().flat_map(bytes);
            [mark, &units.collect::<Vec<u8>>()].concat()
        };
        for bytes in [
            b"key*1".to_vec(),
            b"key*1\n".to_vec(),
            b"\xef\xbb\xbf key*1 \r\nsecond line".to_vec(),
            utf16(b"\xff\xfe", u16::to_le_bytes),
            utf16(b"\xfe\xff", u16::to_be_bytes),
        ] {
            assert_eq!(read(&bytes).unwrap(), "key*1", "{bytes:?}");
        }
        assert_eq!(read(b"").unwrap(), "");
    }

    #[test]
    fn what_is_no_text_is_refused_without_being_quoted() {
        let error = read(b"secret\xff\n").unwrap_err();
        assert!(!error.to_string().contains("secret"));
    }
}
