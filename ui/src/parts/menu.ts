import type { IconName } from "./icons";

export type MenuItem = {
  label: string;
  /** Faint, at the right edge: a count, a shortcut. */
  hint?: string;
  icon?: IconName;
  /** Of a choice among several; leave it out for a plain action. */
  checked?: boolean;
  disabled?: boolean;
  danger?: boolean;
  /** A line above. */
  divided?: boolean;
  onselect: () => void;
};

/** Where the keyboard goes next in a menu: round at the ends, never to a disabled item; -1 when there is none. */
export function nextItem(items: readonly MenuItem[], from: number, key: string): number {
  const usable = items.flatMap((item, index) => (item.disabled === true ? [] : [index]));
  if (usable.length === 0) return -1;
  const at = usable.indexOf(from);
  const first = usable[0] ?? -1;
  const last = usable.at(-1) ?? -1;
  switch (key) {
    case "ArrowDown":
      return usable[at + 1] ?? first;
    case "ArrowUp":
      return at <= 0 ? last : (usable[at - 1] ?? last);
    case "Home":
      return first;
    case "End":
      return last;
    default:
      return byLetter(items, usable, from, key);
  }
}

function byLetter(items: readonly MenuItem[], usable: number[], from: number, key: string): number {
  if (key.length !== 1) return from;
  const starts = usable.filter((index) => items[index]?.label.toLowerCase().startsWith(key.toLowerCase()));
  return starts.find((index) => index > from) ?? starts[0] ?? from;
}

/** Below the trigger where there is room, else above; never outside the window. */
export function placeMenu(
  trigger: { left: number; right: number; top: number; bottom: number },
  menu: { width: number; height: number },
  window: { width: number; height: number },
  align: "start" | "end",
): { left: number; top: number } {
  const gap = 4;
  const edge = 8;
  const wanted = align === "start" ? trigger.left : trigger.right - menu.width;
  const left = Math.max(edge, Math.min(wanted, window.width - menu.width - edge));
  const fitsBelow = trigger.bottom + gap + menu.height <= window.height - edge;
  const top = fitsBelow ? trigger.bottom + gap : trigger.top - gap - menu.height;
  return { left, top: Math.max(edge, top) };
}
