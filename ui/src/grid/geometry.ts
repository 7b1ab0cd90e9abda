/** Which rows are in sight and where they lie. Pure: numbers in, numbers out. */

export const ROW_HEIGHT = 32;
/** Rows drawn beyond each edge, so that a flick of the wheel meets drawn rows. */
const BEYOND = 6;
/**
 * Web views draw no element taller than some 16 to 33 million pixels. A list that would be taller gets this height, and
 * its scroll position stands for a proportion instead of a distance.
 */
export const MAX_HEIGHT = 12_000_000;

export type Viewport = { rows: number; height: number };

export function contentHeight(rows: number): number {
  return Math.min(rows * ROW_HEIGHT, MAX_HEIGHT);
}

/** How many pixels of the list one pixel of the scroll bar stands for: 1, unless the list is too tall. */
export function scaleOf({ rows, height }: Viewport): number {
  const shown = contentHeight(rows) - height;
  return shown <= 0 ? 1 : (rows * ROW_HEIGHT - height) / shown;
}

/** The furthest that `top`, the distance into the list, can be. */
export function maxTop({ rows, height }: Viewport): number {
  return Math.max(0, rows * ROW_HEIGHT - height);
}

export type Window = { first: number; end: number };

/** The rows to draw when the list is scrolled `top` pixels in. */
export function windowAt(top: number, { rows, height }: Viewport): Window {
  const first = Math.max(0, Math.floor(top / ROW_HEIGHT) - BEYOND);
  const end = Math.min(rows, Math.ceil((top + height) / ROW_HEIGHT) + BEYOND);
  return { first: Math.min(first, end), end };
}

/** How far to scroll so that a row is wholly in sight; the same `top` when it is. */
export function topToShow(row: number, top: number, viewport: Viewport): number {
  const rowTop = row * ROW_HEIGHT;
  if (rowTop < top) return rowTop;
  const lowest = rowTop + ROW_HEIGHT - viewport.height;
  return Math.max(0, Math.min(Math.max(top, lowest), maxTop(viewport)));
}

/**
 * How far to scroll sideways so that a column is wholly in sight, right of `pinned` pixels that stay; a column that is
 * wider than the room is shown from its beginning.
 */
export function leftToShow(
  column: { left: number; width: number },
  scrolled: number,
  { room, pinned }: { room: number; pinned: number },
): number {
  const most = column.left - pinned;
  const least = column.left + column.width - room;
  return Math.max(0, Math.min(Math.max(scrolled, least), most));
}

/**
 * The rows of a window by slot: row `n` is always in slot `n % slots`, so that scrolling by one row changes one element
 * and leaves the others alone.
 */
export function slotsOf({ first, end }: Window): number[] {
  const count = end - first;
  const slots = new Array<number>(count);
  for (let row = first; row < end; row++) slots[row % count] = row;
  return slots;
}
