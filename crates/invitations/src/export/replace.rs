//! A new file in the place of an old one, or the old one as it was.

use std::{
    fs::{self, File},
    io::{self, BufWriter, ErrorKind, Write},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use super::ExportError;

/// Lets `fill` write a temporary file beside `path`, and renames it to `path` once it is on the disk.
///
/// # Errors
/// Whatever stood at `path` before is as it was, and nothing is left beside it.
pub fn replace<T>(
    path: &Path,
    fill: impl FnOnce(&mut BufWriter<&mut File>) -> io::Result<T>,
) -> Result<T, ExportError> {
    let target = followed(path);
    let folder = folder_of(&target);
    let old = old_permissions(&target)?;
    // Dropped on any error, and so deleted.
    let mut temporary = temporary(folder).map_err(refused_by_folder)?;
    let filled = {
        let mut writer = BufWriter::with_capacity(64 * 1024, temporary.as_file_mut());
        fill(&mut writer)
            .and_then(|filled| writer.flush().map(|()| filled))
            .map_err(refused_by_file)?
    };
    if let Some(permissions) = old.clone() {
        // Failing this, the file is still the user's: no reason to withhold it.
        let _ = temporary.as_file().set_permissions(permissions);
    }
    temporary.as_file().sync_all().map_err(refused_by_file)?;
    temporary
        .persist(&target)
        .map_err(|failed| match failed.error.kind() {
            // Windows will not replace a file that a program holds open.
            ErrorKind::PermissionDenied if old.is_some() && target.is_file() => {
                ExportError::Busy(failed.error)
            }
            _ => refused_by_folder(failed.error),
        })?;
    #[cfg(unix)]
    if let Ok(folder) = File::open(folder) {
        // The rename is durable once the folder is; a file system that cannot say so has done what it can.
        let _ = folder.sync_all();
    }
    Ok(filled)
}

/// What can be known of [`replace`] beforehand, for those whose work would be in vain. Changes nothing.
///
/// # Errors
/// Those that `replace` would give now.
pub fn require_replaceable(path: &Path) -> Result<(), ExportError> {
    let target = followed(path);
    if old_permissions(&target)?.is_some() {
        require_closed(&target).map_err(refused_by_file)?;
    }
    let created = temporary(folder_of(&target)).map_err(refused_by_folder)?;
    created.close().map_err(refused_by_folder)
}

/// Elsewhere a file is replaced also while it is open.
#[cfg(not(windows))]
fn require_closed(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Opened for what a replacement needs, and let go of at once.
#[cfg(windows)]
fn require_closed(target: &Path) -> io::Result<()> {
    use std::os::windows::fs::OpenOptionsExt;
    const DELETE: u32 = 0x0001_0000;
    File::options().access_mode(DELETE).open(target).map(drop)
}

/// Nothing where there is no file yet.
fn old_permissions(target: &Path) -> Result<Option<fs::Permissions>, ExportError> {
    match fs::metadata(target) {
        Ok(old) if old.permissions().readonly() => {
            Err(ExportError::ReadOnly(ErrorKind::PermissionDenied.into()))
        }
        Ok(old) => Ok(Some(old.permissions())),
        Err(_) => Ok(None),
    }
}

fn folder_of(target: &Path) -> &Path {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Where a link leads, so that it is the file that is replaced, and not the link to it.
fn followed(path: &Path) -> PathBuf {
    let is_link = path
        .symlink_metadata()
        .is_ok_and(|metadata| metadata.is_symlink());
    if is_link {
        path.canonicalize().unwrap_or_else(|_| path.to_owned())
    } else {
        path.to_owned()
    }
}

fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".invite-ledger-").suffix(".tmp");
    // A temporary file is private; an export is as any file the user saves.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

fn refused_by_folder(error: io::Error) -> ExportError {
    match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => ExportError::ReadOnly(error),
        _ => refused_by_file(error),
    }
}

fn refused_by_file(error: io::Error) -> ExportError {
    const ERROR_SHARING_VIOLATION: i32 = 32;
    const ERROR_LOCK_VIOLATION: i32 = 33;
    match (error.kind(), error.raw_os_error()) {
        (ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge, _) => {
            ExportError::DiskFull(error)
        }
        (ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy, _) => ExportError::Busy(error),
        (_, Some(ERROR_SHARING_VIOLATION | ERROR_LOCK_VIOLATION)) if cfg!(windows) => {
            ExportError::Busy(error)
        }
        (ErrorKind::ReadOnlyFilesystem, _) => ExportError::ReadOnly(error),
        _ => ExportError::Io(error),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn write(path: &Path, text: &str) -> Result<(), ExportError> {
        replace(path, |out| out.write_all(text.as_bytes()))
    }

    #[test]
    fn the_new_file_takes_the_old_ones_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("结果.csv");
        write(&path, "old").unwrap();
        write(&path, "new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(names(folder.path()), ["结果.csv"]);
    }

    #[test]
    fn a_disk_that_fills_up_leaves_the_old_file_whole_and_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        fs::write(&path, "old").unwrap();
        let result = replace(&path, |out| -> io::Result<()> {
            out.write_all(&[b'x'; 200_000])?;
            Err(ErrorKind::StorageFull.into())
        });
        assert!(
            matches!(result, Err(ExportError::DiskFull(_))),
            "{result:?}"
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(names(folder.path()), ["a.csv"]);
    }

    #[test]
    fn a_file_that_may_not_be_written_to_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        fs::write(&path, "old").unwrap();
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        assert!(matches!(write(&path, "new"), Err(ExportError::ReadOnly(_))));
        assert!(matches!(
            require_replaceable(&path),
            Err(ExportError::ReadOnly(_))
        ));
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(names(folder.path()), ["a.csv"]);
    }

    #[cfg(windows)]
    #[test]
    fn a_file_that_is_open_in_excel_stays_whole_and_nothing_beside_it() {
        use std::os::windows::fs::OpenOptionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("结果.csv");
        fs::write(&path, "old").unwrap();
        const FILE_SHARE_READ: u32 = 1;
        // As Excel has it, and as a viewer has it.
        for write_too in [true, false] {
            let open = File::options()
                .read(true)
                .write(write_too)
                .share_mode(FILE_SHARE_READ)
                .open(&path)
                .unwrap();
            for refused in [write(&path, "new"), require_replaceable(&path)] {
                assert!(matches!(refused, Err(ExportError::Busy(_))), "{refused:?}");
            }
            drop(open);
            assert_eq!(fs::read_to_string(&path).unwrap(), "old");
            assert_eq!(names(folder.path()), ["结果.csv"]);
        }
        require_replaceable(&path).unwrap();
        write(&path, "new").unwrap();
    }

    #[test]
    fn what_can_be_replaced_is_as_before_when_it_was_asked() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        require_replaceable(&path).unwrap();
        assert!(names(folder.path()).is_empty());
        fs::write(&path, "old").unwrap();
        require_replaceable(&path).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(names(folder.path()), ["a.csv"]);
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let result = write(&folder.path().join("gone").join("a.csv"), "new");
        assert!(
            matches!(&result, Err(ExportError::Io(error)) if error.kind() == ErrorKind::NotFound),
            "{result:?}"
        );
    }

    #[test]
    fn a_folder_in_the_files_place_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        fs::create_dir(&path).unwrap();
        assert!(write(&path, "new").is_err());
        assert_eq!(names(folder.path()), ["a.csv"]);
        assert!(path.is_dir());
    }

    #[cfg(unix)]
    #[test]
    fn permissions_are_kept_and_links_are_followed() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("a.csv"), folder.path().join("link.csv"));
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&file, &link).unwrap();
        write(&link, "new").unwrap();
        assert!(link.symlink_metadata().unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert_eq!(
            fs::metadata(&file).unwrap().permissions().mode() & 0o777,
            0o640
        );
    }

    #[test]
    fn errors_of_the_system_are_told_apart() {
        assert!(matches!(
            refused_by_file(ErrorKind::QuotaExceeded.into()),
            ExportError::DiskFull(_)
        ));
        assert!(matches!(
            refused_by_file(ErrorKind::ResourceBusy.into()),
            ExportError::Busy(_)
        ));
        assert!(matches!(
            refused_by_file(ErrorKind::BrokenPipe.into()),
            ExportError::Io(_)
        ));
        assert!(matches!(
            refused_by_folder(ErrorKind::PermissionDenied.into()),
            ExportError::ReadOnly(_)
        ));
        assert!(matches!(
            refused_by_folder(ErrorKind::ReadOnlyFilesystem.into()),
            ExportError::ReadOnly(_)
        ));
        #[cfg(unix)]
        assert!(matches!(
            refused_by_file(io::Error::from_raw_os_error(28)),
            ExportError::DiskFull(_)
        ));
        #[cfg(windows)]
        assert!(matches!(
            refused_by_file(io::Error::from_raw_os_error(32)),
            ExportError::Busy(_)
        ));
        #[cfg(windows)]
        assert!(matches!(
            refused_by_file(io::Error::from_raw_os_error(112)),
            ExportError::DiskFull(_)
        ));
    }
}
