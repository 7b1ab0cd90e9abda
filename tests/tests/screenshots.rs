//! Pictures of every screen for people to look at: both languages, light and dark, small and large.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};
use tests::{
    Window,
    tour::{CHINESE, ENGLISH, tour},
    within,
};

/// Where something always moves, such as seconds that run down.
const MOST_LOOKS: u32 = 6;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes pictures: cargo xtask screenshots"]
async fn take_a_picture_of_every_screen() {
    #[allow(
        clippy::disallowed_methods,
        reason = "xtask speaks to it through the environment"
    )]
    let folder = PathBuf::from(std::env::var_os("SCREENSHOT_FOLDER").unwrap());
    for size in [(1024, 700), (1920, 1080)] {
        for dark in [false, true] {
            for names in [ENGLISH, CHINESE] {
                let theme = if dark { "dark" } else { "light" };
                let language = if names.language.is_some() {
                    "zh-CN"
                } else {
                    "en"
                };
                let album = Album::new(&folder, &format!("{}-{theme}-{language}", size.0));
                let visit = async |screen: &str, window: &Window| album.add(screen, window).await;
                within(Duration::from_secs(400), tour(&names, dark, size, visit)).await;
            }
        }
    }
}

/// Pictures in the order in which they were taken.
struct Album {
    prefix: PathBuf,
    pictures: AtomicU32,
}

impl Album {
    fn new(folder: &Path, name: &str) -> Self {
        Self {
            prefix: folder.join(name),
            pictures: AtomicU32::new(1),
        }
    }

    async fn add(&self, screen: &str, window: &Window) {
        let number = self.pictures.fetch_add(1, Ordering::Relaxed);
        let picture = PathBuf::from(format!(
            "{}-{number:02}-{screen}.png",
            self.prefix.display()
        ));
        window.photograph(&picture).await;
        // A busy machine paints late: what fades in has come to rest when two pictures are the same.
        for _ in 0..MOST_LOOKS {
            let before = fs::read(&picture).unwrap();
            tokio::time::sleep(Duration::from_millis(400)).await;
            window.photograph(&picture).await;
            if fs::read(&picture).unwrap() == before {
                break;
            }
        }
    }
}
