import { describe, expect, it, vi } from "vitest";
import { FixtureBackend } from "../../tests/fixtureBackend";
import { LedgerView, nextSort, sortFor } from "./view.svelte";

async function viewOf(rows = 160) {
  const backend = new FixtureBackend({ rows });
  const tell = vi.fn();
  const view = new LedgerView(backend, tell);
  await view.show(1, null);
  return { backend, view, tell };
}

/** Holds the answers to one call back until they are let go. */
function hold(backend: FixtureBackend, name: "look" | "rows" | "invitation"): () => void {
  let release: () => void = () => undefined;
  const released = new Promise<void>((done) => (release = done));
  const call = backend[name] as (...args: unknown[]) => Promise<unknown>;
  Object.assign(backend, {
    [name]: async (...args: unknown[]) => {
      const answer = await call(...args);
      await released;
      return answer;
    },
  });
  return release;
}

const settled = () => new Promise((done) => setTimeout(done));
const looks = (backend: FixtureBackend) =>
  backend.calls.filter(([name]) => name === "look").map(([, query]) => query);

describe("the view of the ledger", () => {
  it("looks once for a filter, from the top", async () => {
    const { backend, view } = await viewOf();
    view.cursor = 40;
    await view.filter("bound");
    expect(looks(backend).at(-1)).toMatchObject({ account: 1, list: null, facet: "bound" });
    expect(view.current?.rows).toBe(view.current?.counts.bound);
    expect(view.cursor).toBe(0);
    expect(view.filtered).toBe(true);
  });

  it("searches when the typing pauses, without surrounding blanks", async () => {
    vi.useFakeTimers();
    const { backend, view } = await viewOf();
    view.searchFor("k");
    view.searchFor("kopi ");
    await vi.runAllTimersAsync();
    vi.useRealTimers();
    expect(looks(backend)).toHaveLength(2);
    expect(looks(backend).at(-1)).toMatchObject({ search: "kopi" });
  });

  it("looks at once when the search is cleared, and only once for the same text", async () => {
    const { backend, view } = await viewOf();
    vi.useFakeTimers();
    view.searchFor("kopi");
    await vi.runAllTimersAsync();
    view.searchFor("kopi");
    await vi.runAllTimersAsync();
    vi.useRealTimers();
    expect(looks(backend)).toHaveLength(2);
    view.searchFor("");
    expect(looks(backend)).toHaveLength(3);
  });

  it("comes with its first rows: a new count never stands above old rows", async () => {
    const { backend, view } = await viewOf();
    const all = view.current;
    const release = hold(backend, "rows");
    const filtered = view.filter("expired");
    await settled();
    expect(view.current).toBe(all);
    expect(view.answered?.facet).toBe("all");
    expect(view.filtered).toBe(false);
    release();
    await filtered;
    expect(view.current?.rows).toBe(view.current?.counts.expired);
    expect(view.answered?.facet).toBe("expired");
    expect(view.rowAt(0)?.stage).toBe("expired");
  });

  it("turns to what is searched also when a check has it looked at first", async () => {
    const { view } = await viewOf();
    const turns = view.turns;
    view.cursor = 40;
    view.searchFor("kopi");
    await view.refresh();
    expect(view.answered?.search).toBe("kopi");
    expect([view.turns, view.cursor]).toEqual([turns + 1, 0]);
    await view.refresh();
    expect(view.turns).toBe(turns + 1);
  });

  it("opens the row that was pressed last, whatever is looked at meanwhile", async () => {
    const { backend, view } = await viewOf();
    await view.open(3);
    const release = hold(backend, "invitation");
    const opened = view.open(7);
    const refreshed = view.refresh();
    await settled();
    release();
    await Promise.all([opened, refreshed]);
    expect(view.detail?.row.id).toBe(7);
  });

  it("stays closed when it is closed while its row is on the way", async () => {
    const { backend, view } = await viewOf();
    const release = hold(backend, "invitation");
    const opened = view.open(7);
    view.close();
    const refreshed = view.refresh();
    release();
    await Promise.all([opened, refreshed]);
    expect(view.detail).toBeNull();
  });

  it("lists what expires soon by its last day, and goes back to the order of the import", async () => {
    const { backend, view } = await viewOf();
    await view.filter("expiring");
    expect(looks(backend).at(-1)).toMatchObject({ sort: { column: "expiresAt", descending: false } });
    await view.filter("all");
    expect(looks(backend).at(-1)).toMatchObject({ sort: { column: "imported", descending: false } });
  });

  it("forgets filter, search and detail on the way to another list", async () => {
    const { view } = await viewOf();
    await view.filter("bound");
    await view.open(3);
    await view.show(1, 2);
    expect(view.facet).toBe("all");
    expect(view.detail).toBeNull();
  });

  it("keeps them when the same list is shown again", async () => {
    const { view } = await viewOf();
    await view.filter("bound");
    await view.show(1, null);
    expect(view.facet).toBe("bound");
  });

  it("keeps the cursor within a list that has become shorter", async () => {
    const { backend, view } = await viewOf();
    view.cursor = 150;
    backend.rowsHeld.length = 10;
    await view.refresh();
    expect(view.cursor).toBe(9);
  });

  it("keeps the newest of two answers that cross", async () => {
    const { view } = await viewOf();
    await Promise.all([view.filter("bound"), view.filter("expired")]);
    expect(view.current?.rows).toBe(view.current?.counts.expired);
  });

  it("tells what went wrong and keeps what is on show", async () => {
    const { backend, view, tell } = await viewOf();
    const before = view.current;
    backend.failures.look = { code: "ledger_busy", message: "locked", requestId: null, retryable: true };
    await view.refresh();
    expect(tell).toHaveBeenCalledWith(expect.objectContaining({ code: "ledger_busy" }));
    expect(view.current).toBe(before);
  });
});

describe("sorting by a column", () => {
  it("leaves what the user has chosen alone, also among what expires soon", () => {
    const byNote = { column: "note", descending: true } as const;
    expect(sortFor("expiring", byNote)).toEqual(byNote);
    expect(sortFor("bound", { column: "imported", descending: false }).column).toBe("imported");
    const soonest = sortFor("expiring", { column: "imported", descending: false });
    expect(nextSort(soonest, "expiresAt")).toEqual({ column: "expiresAt", descending: true });
  });

  it("goes up, down, and back to the order of the import", () => {
    const up = nextSort({ column: "imported", descending: false }, "useTime");
    expect(up).toEqual({ column: "useTime", descending: false });
    const down = nextSort(up, "useTime");
    expect(down).toEqual({ column: "useTime", descending: true });
    expect(nextSort(down, "useTime")).toEqual({ column: "imported", descending: false });
    expect(nextSort(down, "note")).toEqual({ column: "note", descending: false });
  });
});
