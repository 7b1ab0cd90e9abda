//! tauri-driver and the WebKitWebDriver behind it, on ports of their own.

use crate::Machine;
use std::{
    fs,
    net::{Ipv4Addr, TcpListener, TcpStream},
    os::unix::fs::PermissionsExt,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

#[derive(Debug)]
pub(crate) struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    /// The program it starts belongs to `machine`; what that prints goes to the machine's `window.log`.
    pub(crate) fn start(machine: &Machine) -> Self {
        let wrapper = machine.write(
            "webdriver",
            // tauri-driver hides its child's output, but what the program prints must be seen.
            "#!/bin/sh\nexec WebKitWebDriver --replace-on-new-session \"$@\" >>\"$HOME/window.log\" 2>&1\n",
        );
        fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o700)).expect("own file");
        let driver = std::env::var_os("TAURI_DRIVER").unwrap_or_else(|| "tauri-driver".into());
        let (port, native_port) = (free_port(), free_port());
        let process = machine
            .command(driver)
            .args([
                "--port",
                &port.to_string(),
                "--native-port",
                &native_port.to_string(),
            ])
            .arg("--native-driver")
            .arg(wrapper)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .expect("tauri-driver starts (cargo xtask test installs it)");
        let driver = Self { process, port };
        wait_for_port(port);
        wait_for_port(native_port);
        driver
    }

    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Not SIGKILL: that would leave WebKitWebDriver and the program behind.
        _ = Command::new("kill")
            .args(["-TERM", &self.process.id().to_string()])
            .status();
        _ = self.process.wait();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("a bound port").port()
}

fn wait_for_port(port: u16) {
    let start = Instant::now();
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "nothing listens on port {port}"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}
