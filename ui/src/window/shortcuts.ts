/** What a key press asks of the window, whichever part has the focus. */
import type { Platform } from "../texts/platform";

export type Shortcut = "search" | "import" | "export" | "close";

const COMPOSING_KEY = 229;

type Press = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

export function shortcutOf(press: Press): Shortcut | null {
  if (press.key === "Escape") return "close";
  if (!(press.ctrlKey || press.metaKey) || press.altKey || press.shiftKey) return null;
  switch (press.key.toLowerCase()) {
    case "f":
      return "search";
    case "o":
      return "import";
    case "s":
      return "export";
    default:
      return null;
  }
}

/** The key is for the input method: half a word of pinyin is no search, and the Esc that gives it up closes nothing. */
export function isComposing({
  isComposing,
  keyCode,
}: Pick<KeyboardEvent, "isComposing" | "keyCode">): boolean {
  // WebKit says so of the last key by its number only.
  return isComposing || keyCode === COMPOSING_KEY;
}

/** "Ctrl+F", or "⌘F" on a Mac. */
export function shortcutName(letter: string, platform: Platform): string {
  return platform === "mac" ? `⌘${letter}` : `Ctrl+${letter}`;
}
