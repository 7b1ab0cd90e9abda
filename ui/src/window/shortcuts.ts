/** What a key press asks of the window, whichever part has the focus. */
import type { Platform } from "../texts/platform";

export type Shortcut = "search" | "import" | "export" | "close";

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

/** "Ctrl+F", or "⌘F" on a Mac. */
export function shortcutName(letter: string, platform: Platform): string {
  return platform === "mac" ? `⌘${letter}` : `Ctrl+${letter}`;
}
