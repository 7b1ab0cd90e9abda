//! Lets a windowed program write to the console it was called from.
//!
//! A program of the subsystem "windows" starts without a console, also when it is called from one: what it prints
//! goes nowhere, and Ctrl+C does not reach it. Elsewhere programs are of one kind, and there is nothing to do.

/// Joins the console of the process that started this one, if it has one. What was redirected stays so.
pub fn attach() {
    #[cfg(windows)]
    windows::attach();
}

#[cfg(windows)]
#[allow(unsafe_code, reason = "the standard library does not know consoles")]
mod windows {
    use windows_sys::Win32::{
        Foundation::HANDLE,
        Storage::FileSystem::{FILE_TYPE_UNKNOWN, GetFileType},
        System::Console::{
            ATTACH_PARENT_PROCESS, AttachConsole, GetStdHandle, STD_ERROR_HANDLE, STD_HANDLE,
            STD_INPUT_HANDLE, STD_OUTPUT_HANDLE, SetConsoleCtrlHandler, SetStdHandle,
        },
    };

    const STANDARD: [STD_HANDLE; 3] = [STD_INPUT_HANDLE, STD_OUTPUT_HANDLE, STD_ERROR_HANDLE];

    /// Attaching takes the console for all three streams, also for those that a shell had led into a file or a pipe.
    pub(super) fn attach() {
        let given = STANDARD.map(|stream| (stream, given(stream)));
        // SAFETY: it takes a number, and changes nothing in this process' memory.
        let attached = unsafe { AttachConsole(ATTACH_PARENT_PROCESS) } != 0;
        if !attached {
            return;
        }
        // `start /b` switches it off for what it starts. Whoever waits for this program can stop it.
        // SAFETY: without a handler, it only changes whether this process heeds Ctrl+C.
        unsafe { SetConsoleCtrlHandler(None, 0) };
        for (stream, handle) in given {
            if let Some(handle) = handle {
                // SAFETY: the handle was this process' own before, and nobody has closed it.
                unsafe { SetStdHandle(stream, handle) };
            }
        }
    }

    /// Nothing for a number that the parent left there, and that names nothing in this process.
    fn given(stream: STD_HANDLE) -> Option<HANDLE> {
        // SAFETY: both take what names a handle, valid or not, and only look.
        unsafe {
            let handle = GetStdHandle(stream);
            (GetFileType(handle) != FILE_TYPE_UNKNOWN).then_some(handle)
        }
    }
}
