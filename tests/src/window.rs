//! The real window, driven as a person drives it: by what things are and how they are called.

use crate::{Machine, driver::Driver};
use serde_json::{Value, json};
use std::{
    fs,
    future::Future,
    time::{Duration, Instant},
};
use thirtyfour::{Capabilities, WebDriver, WebElement, prelude::*};

pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
/// Longer than any script may take, shorter than a test: so that what hangs is named.
const REQUEST_LIMIT: Duration = Duration::from_secs(45);
const SCRIPT_LIMIT: Duration = Duration::from_secs(40);
const POLL: Duration = Duration::from_millis(100);
/// Computes roles and names as screen readers do, and tells what is wrong for them.
const AXE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../ui/node_modules/axe-core/axe.min.js"
);

#[derive(Debug)]
pub struct Window {
    pub(crate) page: WebDriver,
    /// Of the program.
    pub(crate) process: u32,
    // Ended after the page is left: fields are dropped in order.
    _driver: Driver,
    axe: String,
}

impl Window {
    pub async fn open(machine: &Machine) -> Self {
        Self::open_with(machine, &[]).await
    }

    /// Starts the program with `arguments` and waits until its page is there.
    pub async fn open_with(machine: &Machine, arguments: &[&str]) -> Self {
        // Fails only when one is there already, which is as good.
        _ = rustls::crypto::ring::default_provider().install_default();
        let driver = Driver::start(machine);
        let mut capabilities = Capabilities::new();
        let program = machine.invite_ledger().get_program().to_owned();
        let options = json!({ "application": program.to_str(), "args": arguments });
        capabilities.set("tauri:options", options).expect("JSON");
        let page = WebDriver::builder(driver.address(), capabilities)
            .request_timeout(REQUEST_LIMIT)
            .await
            .unwrap_or_else(|error| {
                let log = fs::read_to_string(machine.file("window.log")).unwrap_or_default();
                panic!("the window does not open: {error}\n{log}")
            });
        page.set_script_timeout(SCRIPT_LIMIT)
            .await
            .expect("a timeout can be set");
        let axe = fs::read_to_string(AXE).expect("the page's packages are installed");
        let window = Self {
            page,
            process: machine.running_window().expect("the program runs"),
            _driver: driver,
            axe,
        };
        window
            .until("the page to be drawn", PATIENCE, || async {
                let text = window.text().await;
                if text.trim().is_empty() {
                    Err(text)
                } else {
                    Ok(())
                }
            })
            .await;
        window
    }

    /// Presses what is of this role and has this name (or, if none has, a name that begins so).
    pub async fn press(&self, role: &str, name: &str) {
        let what = format!("{role} “{name}” to be pressed");
        self.until(&what, PATIENCE, || async {
            let element = self.find(role, name).await?;
            element.click().await.map_err(|error| error.to_string())
        })
        .await;
    }

    pub async fn press_button(&self, name: &str) {
        self.press("button", name).await;
    }

    /// Filters by a stage, in the list of stages.
    pub async fn press_stage(&self, name: &str) {
        self.press("navigation button", name).await;
    }

    /// How many invitations the list of stages says to be of this one.
    pub async fn stage_count(&self, name: &str) -> usize {
        self.until(&format!("the count of “{name}”"), PATIENCE, || {
            self.read_stage_count(name)
        })
        .await
    }

    /// Waits until so many invitations are of this stage.
    pub async fn see_stage_count(&self, name: &str, expected: usize) {
        self.until(
            &format!("{expected} of stage “{name}”"),
            PATIENCE,
            || async {
                let count = self.read_stage_count(name).await?;
                if count == expected {
                    Ok(())
                } else {
                    Err(format!("there are {count}"))
                }
            },
        )
        .await;
    }

    async fn read_stage_count(&self, name: &str) -> Result<usize, String> {
        let entry = self.find("navigation button", name).await?;
        let text = entry.text().await.map_err(|error| error.to_string())?;
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        digits.parse().map_err(|_| format!("no count in “{text}”"))
    }

    /// Types into the field with this label, in place of what it holds.
    pub async fn fill(&self, label: &str, text: &str) {
        let what = format!("field “{label}” to be filled");
        self.until(&what, PATIENCE, || async {
            let field = self.find("field", label).await?;
            let filled = async {
                field.clear().await?;
                field.send_keys(text).await
            };
            filled
                .await
                .map_err(|error: WebDriverError| error.to_string())
        })
        .await;
    }

    /// Presses a cell of the grid, both counted from 0 among those that are drawn.
    pub async fn press_cell(&self, row: usize, column: usize) {
        let cell = By::Css(format!("[role=grid] [role=gridcell]#cell-{row}-{column}"));
        self.until(
            &format!("cell {row}/{column} to be pressed"),
            PATIENCE,
            || async {
                let pressed = async { self.page.find(cell.clone()).await?.click().await };
                pressed
                    .await
                    .map_err(|error: WebDriverError| error.to_string())
            },
        )
        .await;
    }

    /// Puts the keyboard there.
    pub async fn focus(&self, role: &str, name: &str) {
        let what = format!("{role} “{name}” to have the focus");
        self.until(&what, PATIENCE, || async {
            let element = self.find(role, name).await?;
            element.focus().await.map_err(|error| error.to_string())
        })
        .await;
    }

    /// Enter in a form's field submits the form.
    pub async fn press_enter_in(&self, label: &str) {
        let field = self
            .until(&format!("field “{label}”"), PATIENCE, || {
                self.find("field", label)
            })
            .await;
        field
            .send_keys(Key::Enter)
            .await
            .expect("a key can be pressed");
    }

    /// Puts a text of many lines into a field at once, as pasting does.
    pub async fn paste(&self, label: &str, text: &str) {
        let what = format!("field “{label}” to be pasted into");
        let field = self
            .until(&what, PATIENCE, || self.find("field", label))
            .await;
        let script =
            "arguments[0].focus(); document.execCommand('insertText', false, arguments[1]);";
        let field = field.to_json().expect("an element has an id");
        self.run(script, vec![field, Value::from(text)]).await;
    }

    /// Pastes the system's clipboard into the field with this label, tells what the field then holds, and empties it.
    pub async fn pasted_into(&self, label: &str) -> String {
        self.until(&format!("the clipboard in “{label}”"), PATIENCE, || async {
            let field = self.find("field", label).await?;
            let pasted = async {
                field.clear().await?;
                field.send_keys(Key::Control + "v").await?;
                let text = field.prop("value").await?;
                // As a person does: clearing it from outside is no input to the page.
                field.send_keys(Key::Control + "a").await?;
                field.send_keys(Key::Delete).await?;
                Ok::<_, WebDriverError>(text)
            };
            match pasted.await {
                Ok(Some(text)) if !text.is_empty() => Ok(text),
                Ok(_) => Err("nothing is pasted".to_owned()),
                Err(error) => Err(error.to_string()),
            }
        })
        .await
    }

    /// Waits for a text to be seen.
    pub async fn see(&self, text: &str) {
        self.see_within(PATIENCE, text).await;
    }

    /// As `see`, for what takes the program a while.
    pub async fn see_slowly(&self, text: &str) {
        self.see_within(Duration::from_secs(90), text).await;
    }

    pub async fn see_within(&self, patience: Duration, text: &str) {
        self.until(&format!("“{text}” to be seen"), patience, || async {
            let seen = self.text().await;
            let on_one_line = seen.split_whitespace().collect::<Vec<_>>().join(" ");
            if on_one_line.contains(text) {
                Ok(())
            } else {
                Err(format!(
                    "seen is:\n{}",
                    seen.chars().take(3000).collect::<String>()
                ))
            }
        })
        .await;
    }

    /// Waits until something of this role and name is there.
    pub async fn meet(&self, role: &str, name: &str) {
        self.until(
            &format!("{role} “{name}” to be there"),
            PATIENCE,
            || self.find(role, name),
        )
        .await;
    }

    /// All that a person sees (in the dialog, if one is open), a single blank between words.
    pub async fn text(&self) -> String {
        let script = "const dialogs = document.querySelectorAll('dialog:modal');
            return (dialogs[dialogs.length - 1] ?? document.body).innerText;";
        let text: String = self.run(script, vec![]).await.convert().expect("text");
        text.lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// All that the page holds, seen or not: its elements, what is typed in, and what it stores.
    pub async fn everything_held(&self) -> String {
        let script = "return [document.documentElement.outerHTML,
            ...[...document.querySelectorAll('input, textarea')].map((field) => field.value),
            JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie].join('\\n');";
        self.run(script, vec![]).await.convert().expect("text")
    }

    pub async fn key(&self, key: Key) {
        self.page
            .action_chain()
            .send_keys(key)
            .perform()
            .await
            .expect("a key can be pressed");
    }

    /// What axe-core finds wrong with the screen as it is.
    pub async fn accessibility_violations(&self) -> Vec<String> {
        self.bring_axe().await;
        let found = self
            .page
            .execute_async(include_str!("violations.js"), Vec::new())
            .await;
        found
            .expect("axe-core runs")
            .convert()
            .expect("lines of text")
    }

    async fn find(&self, role: &str, name: &str) -> Result<WebElement, String> {
        self.bring_axe().await;
        let found = self
            .run(
                include_str!("find.js"),
                vec![Value::from(role), Value::from(name)],
            )
            .await;
        match found.json() {
            Value::String(why_not) => Err(why_not.clone()),
            _ => found.element().map_err(|error| error.to_string()),
        }
    }

    async fn bring_axe(&self) {
        let is_there = self.run("return typeof axe === 'object'", vec![]).await;
        if !is_there.convert::<bool>().expect("a yes or no") {
            self.run(&self.axe, vec![]).await;
        }
    }

    pub(crate) async fn run(&self, script: &str, arguments: Vec<Value>) -> ScriptRet {
        self.page
            .execute(script, arguments)
            .await
            .expect("the page runs the script")
    }

    /// Tries again and again; when time is up, says what was waited for, what there is instead, and shows it.
    pub(crate) async fn until<T, Attempt>(
        &self,
        what: &str,
        patience: Duration,
        attempt: impl Fn() -> Attempt,
    ) -> T
    where
        Attempt: Future<Output = Result<T, String>>,
    {
        let start = Instant::now();
        loop {
            match attempt().await {
                Ok(done) => return done,
                Err(why) if start.elapsed() > patience => {
                    let picture = std::env::temp_dir().join("invite-ledger-failed.png");
                    _ = self.page.screenshot(&picture).await;
                    panic!(
                        "waited {patience:?} for {what}\n{why}\nA picture: {}",
                        picture.display()
                    );
                }
                Err(_) => tokio::time::sleep(POLL).await,
            }
        }
    }
}
