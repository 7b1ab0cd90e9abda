/** The column widths that the user has set; kept by the web view from one start to the next. */
import { SvelteMap } from "svelte/reactivity";
import { MIN_COLUMN_WIDTH, type ColumnId } from "./columns";

const KEY = "column-widths";

export class ColumnWidths {
  readonly chosen: SvelteMap<ColumnId, number>;

  constructor(readonly storage: Pick<Storage, "getItem" | "setItem"> | null) {
    this.chosen = new SvelteMap(read(storage));
  }

  set(column: ColumnId, width: number): void {
    this.chosen.set(column, Math.max(MIN_COLUMN_WIDTH, Math.min(Math.round(width), 900)));
    this.#keep();
  }

  /** Back to the width that we chose. */
  reset(column: ColumnId): void {
    this.chosen.delete(column);
    this.#keep();
  }

  #keep(): void {
    this.storage?.setItem(KEY, JSON.stringify([...this.chosen]));
  }
}

function read(storage: Pick<Storage, "getItem"> | null): [ColumnId, number][] {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(KEY) ?? "[]");
    if (!Array.isArray(kept)) return [];
    return kept.filter(
      (entry): entry is [ColumnId, number] => Array.isArray(entry) && typeof entry[1] === "number",
    );
  } catch {
    return [];
  }
}
