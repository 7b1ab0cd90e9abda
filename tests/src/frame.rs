//! The window as the system sees it: its size, its theme, its picture and its end.

use crate::{Window, bus::is_held_as_first_instance, window::PATIENCE};
use std::{fs, path::Path};
use thirtyfour::Key;
use tokio::process::Command;

const TITLE: &str = "Invite Ledger";

impl Window {
    pub async fn prefers_dark(&self) -> bool {
        let script = "return matchMedia('(prefers-color-scheme: dark)').matches";
        self.run(script, vec![])
            .await
            .convert()
            .expect("a yes or no")
    }

    pub async fn photograph(&self, picture: &Path) {
        self.page
            .screenshot(picture)
            .await
            .expect("the window can be photographed");
    }

    /// By the X server: there is no window manager here, and WebDriver's way waits for one's answer.
    pub async fn resize(&self, width: u32, height: u32) {
        let resized = Command::new("xdotool")
            .args(["search", "--sync", "--onlyvisible", "--name", TITLE])
            .args([
                "windowmove",
                "0",
                "0",
                "windowsize",
                &width.to_string(),
                &height.to_string(),
            ])
            .status()
            .await
            .expect("xdotool starts");
        assert!(resized.success(), "the window can be resized");
        self.have_size((width, height)).await;
    }

    /// Everything at twice its size, by the keys that people know from browsers; `size` is what the page has then.
    pub async fn double(&self, size: (u32, u32)) {
        let steps = "=".repeat(5);
        let keys = self.page.action_chain().key_down(Key::Control);
        let keys = keys.send_keys(steps).key_up(Key::Control);
        keys.perform().await.expect("keys can be pressed");
        self.have_size(size).await;
    }

    /// Back to 100 %.
    pub async fn undouble(&self, size: (u32, u32)) {
        let keys = self.page.action_chain().key_down(Key::Control);
        let keys = keys.send_keys("0").key_up(Key::Control);
        keys.perform().await.expect("keys can be pressed");
        self.have_size(size).await;
    }

    async fn have_size(&self, expected: (u32, u32)) {
        self.until("the page to have its new size", PATIENCE, || async {
            let size: (u32, u32) = self
                .run("return [innerWidth, innerHeight]", vec![])
                .await
                .convert()
                .expect("two numbers");
            if size == expected {
                Ok(())
            } else {
                Err(format!("it is {size:?}"))
            }
        })
        .await;
    }

    /// All that this CSS selector finds can be brought into sight, and nothing covers it then.
    pub async fn reach(&self, selector: &str) {
        self.until(&format!("{selector} to be in reach"), PATIENCE, || async {
            let script = include_str!("out_of_reach.js");
            let found = self.run(script, vec![selector.into()]).await;
            let lost: Vec<String> = found.convert().expect("lines of text");
            if lost.is_empty() {
                Ok(())
            } else {
                Err(lost.join("\n"))
            }
        })
        .await;
    }

    /// Scrolls the grid to its end as the wheel does, which leaves the keyboard where it is.
    pub async fn wheel_to_the_end(&self) {
        let script = "const grid = document.querySelector('[role=grid]');
            grid.scrollTop = grid.scrollHeight;
            return document.getElementById(grid.getAttribute('aria-activedescendant')) === null;";
        self.until("the active cell to be left behind", PATIENCE, || async {
            match self.run(script, vec![]).await.convert() {
                Ok(true) => Ok(()),
                _ => Err("it is drawn".to_owned()),
            }
        })
        .await;
    }

    /// Ends the program as a power cut would.
    pub async fn kill(self) {
        let kill = Command::new("kill")
            .args(["-9", &self.process.to_string()])
            .status()
            .await;
        assert!(
            kill.expect("kill starts").success(),
            "the program ran until now"
        );
        self.wait_for_the_end().await;
    }

    /// Closes the window, and waits for the end of the program: a next one would take it for the first instance.
    pub async fn close(self) {
        self.page
            .clone()
            .quit()
            .await
            .expect("the window can be closed");
        self.wait_for_the_end().await;
    }

    /// The bus hears of an end a moment later; until then a next start would be taken for a second one.
    async fn wait_for_the_end(&self) {
        let process = format!("/proc/{}/exe", self.process);
        self.until("the program to end", PATIENCE, || async {
            if fs::read_link(&process).is_ok() {
                return Err("it still runs".to_owned());
            }
            if is_held_as_first_instance() {
                return Err("its name on the bus is still taken".to_owned());
            }
            Ok(())
        })
        .await;
    }
}
