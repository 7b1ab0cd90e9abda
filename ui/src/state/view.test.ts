import { describe, expect, it, vi } from "vitest";
import { FixtureBackend } from "../../tests/fixtureBackend";
import { LedgerView, nextSort } from "./view.svelte";

async function viewOf(rows = 160) {
  const backend = new FixtureBackend({ rows });
  const tell = vi.fn();
  const view = new LedgerView(backend, tell);
  await view.show(1, null);
  return { backend, view, tell };
}

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
  it("goes up, down, and back to the order of the import", () => {
    const up = nextSort({ column: "imported", descending: false }, "useTime");
    expect(up).toEqual({ column: "useTime", descending: false });
    const down = nextSort(up, "useTime");
    expect(down).toEqual({ column: "useTime", descending: true });
    expect(nextSort(down, "useTime")).toEqual({ column: "imported", descending: false });
    expect(nextSort(down, "note")).toEqual({ column: "note", descending: false });
  });
});
