/** Where a key press takes the reader in the grid. Row -1 is the header. */
export type Cursor = { row: number; column: number };
export type Extent = { rows: number; columns: number; page: number };

/** The new place, or null when the key is none that moves. */
export function moved(cursor: Cursor, key: string, ctrl: boolean, extent: Extent): Cursor | null {
  const { row, column } = cursor;
  const to = (newRow: number, newColumn: number): Cursor => ({
    row: clamp(newRow, -1, extent.rows - 1),
    column: clamp(newColumn, 0, extent.columns - 1),
  });
  switch (key) {
    case "ArrowDown":
      return to(row + 1, column);
    case "ArrowUp":
      return to(row - 1, column);
    case "ArrowRight":
      return to(row, column + 1);
    case "ArrowLeft":
      return to(row, column - 1);
    case "PageDown":
      return to(row + extent.page, column);
    case "PageUp":
      return to(Math.max(row - extent.page, Math.min(row, 0)), column);
    // As in Excel's lists: Home and End go through the rows, with Ctrl to the very first and last cell.
    case "Home":
      return to(0, ctrl ? 0 : column);
    case "End":
      return to(extent.rows - 1, ctrl ? extent.columns - 1 : column);
    default:
      return null;
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
