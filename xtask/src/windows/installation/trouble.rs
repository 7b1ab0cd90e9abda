//! What goes wrong, and what is there then.

use super::{FAILED, NEXT_VERSION, NOT_ERASED, THIS_VERSION, computer::Computer, computer::check};
use crate::shell::{Done, Failure};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// First what is unpacked finds no place, and then what it is to replace does not give way.
pub(super) fn what_cannot_be_written_leaves_the_old_program(
    computer: &Computer,
    setup: &Path,
) -> Done {
    let folder = computer.programs();
    let program = folder.join("invite-ledger.exe");
    let before = fs::read(&program).map_err(Failure::during(program.display()))?;
    for (number, name) in [(1, "invite-ledger.exe.new"), (2, "uninstall.exe")] {
        let way = folder.join(name);
        let block = Block::put(&way).map_err(Failure::during(way.display()))?;
        let options = ["/UPDATE", "/R", "/ARGS", "--version"];
        let (code, said) = computer.install_and_listen(setup, &options)?;
        check(code == FAILED, &format!("{name} in the way is a failure"))?;
        let told = computer.log()?.matches("cannot be written to").count();
        check(told == number, "the log says why")?;
        let now = fs::read(&program).map_err(Failure::during(program.display()))?;
        check(now == before, "the old program is there, whole")?;
        check(
            computer.version_registered().as_deref() == Some(THIS_VERSION),
            "the old version is registered",
        )?;
        check(
            said.contains(&format!("invite-ledger {THIS_VERSION}")),
            "whoever wanted a program afterwards has the old one",
        )?;
        block.remove().map_err(Failure::during(way.display()))?;
        let entries = fs::read_dir(&folder).map_err(Failure::during(folder.display()))?;
        let names = entries.flatten().map(|entry| entry.file_name());
        let unpacked: Vec<_> = names
            .filter(|name| name.to_string_lossy().ends_with(".new"))
            .collect();
        check(unpacked.is_empty(), "nothing unpacked is left")?;
    }
    Ok(())
}

/// Nobody can tell whose keys are kept while the ledger cannot be opened.
pub(super) fn data_that_cannot_be_deleted_keeps_the_program(computer: &Computer) -> Done {
    let ledger = computer.ledger();
    let block = Block::put(&ledger).map_err(Failure::during(ledger.display()))?;
    let folder = computer.programs();
    check(
        computer.uninstall_and_wait(&folder, &["/DELETEDATA"])? == NOT_ERASED,
        "the uninstaller's exit code says that data is left",
    )?;
    check(
        computer.log()?.contains("Credential Manager"),
        "the log says where keys may be left",
    )?;
    check(
        folder.join("invite-ledger.exe").exists()
            && computer.version_registered().as_deref() == Some(NEXT_VERSION),
        "the program is not removed",
    )?;
    block.remove().map_err(Failure::during(ledger.display()))?;
    check(
        computer.keeps_a_key()?
            && computer
                .text_of(&["account", "list"])?
                .contains("Contoso\t"),
        "the account has its key still",
    )
}

/// A folder with something in it, in the place of a file that is put aside.
struct Block<'a> {
    place: &'a Path,
    aside: Option<PathBuf>,
}

impl<'a> Block<'a> {
    fn put(place: &'a Path) -> io::Result<Self> {
        let aside = place.exists().then(|| place.with_extension("aside"));
        if let Some(aside) = &aside {
            fs::rename(place, aside)?;
        }
        fs::create_dir_all(place.join("in the way"))?;
        Ok(Self { place, aside })
    }

    fn remove(self) -> io::Result<()> {
        fs::remove_dir_all(self.place)?;
        match self.aside {
            Some(aside) => fs::rename(aside, self.place),
            None => Ok(()),
        }
    }
}
