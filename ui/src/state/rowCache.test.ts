import { describe, expect, it, vi } from "vitest";
import { fixtureRow } from "../../tests/fixtureRows";
import type { Row } from "../backend";
import { PAGE, RowCache } from "./rowCache";

function cacheOf(length: number) {
  const ask = vi.fn((_view: number, start: number, count: number) =>
    Promise.resolve(
      Array.from({ length: Math.min(count, length - start) }, (_, at) => fixtureRow(start + at)),
    ),
  );
  const arrived = vi.fn();
  const failed = vi.fn();
  const cache = new RowCache(ask, arrived, failed);
  cache.turnTo(1, length);
  return { cache, ask, arrived, failed };
}

const settled = () => new Promise((done) => setTimeout(done));
const asked = (ask: ReturnType<typeof cacheOf>["ask"]) =>
  ask.mock.calls.map(([view, start]) => `${view}:${start}`);

describe("the rows at hand", () => {
  it("are asked for by page, with a page beyond, and only once", async () => {
    const { cache, ask } = cacheOf(1000);
    cache.want(0, 30);
    cache.want(5, 35);
    await settled();
    cache.want(0, 30);
    expect(asked(ask)).toEqual(["1:0", `1:${PAGE}`]);
    expect(cache.get(3)).toEqual(fixtureRow(3));
  });

  it("are never asked for beyond the end", async () => {
    const { cache, ask } = cacheOf(40);
    cache.want(0, 30);
    await settled();
    expect(asked(ask)).toEqual(["1:0"]);
    expect(cache.get(40)).toBeUndefined();
  });

  it("are not asked for at all when there are none", () => {
    const { cache, ask } = cacheOf(0);
    cache.want(0, 0);
    expect(ask).not.toHaveBeenCalled();
  });

  it("stay on show after a new look until their successors are here", async () => {
    const { cache, ask } = cacheOf(50);
    cache.want(0, 30);
    await settled();
    cache.turnTo(2, 50);
    expect(cache.get(3)).toEqual(fixtureRow(3));
    ask.mockResolvedValueOnce([fixtureRow(777)]);
    cache.want(0, 30);
    await settled();
    expect(cache.get(0)).toEqual(fixtureRow(777));
  });

  it("of another order take the place of all that were at hand", async () => {
    const { cache, ask } = cacheOf(500);
    cache.want(0, 130);
    await settled();
    cache.beginWith(2, 500, [fixtureRow(777)]);
    expect(cache.get(0)).toEqual(fixtureRow(777));
    expect(cache.get(120)).toBeUndefined();
    cache.want(0, 30);
    await settled();
    expect(asked(ask)).not.toContain("2:0");
    expect(cache.get(120)).toEqual(fixtureRow(120));
  });

  it("ignore an answer that a newer look has overtaken", async () => {
    const { cache, ask } = cacheOf(50);
    let answer: (rows: Row[]) => void = () => undefined;
    ask.mockReturnValueOnce(new Promise((done) => (answer = done)));
    cache.want(0, 30);
    cache.turnTo(2, 50);
    answer([fixtureRow(999)]);
    await settled();
    expect(cache.get(0)).toBeUndefined();
  });

  it("can be asked for again after a failure", async () => {
    const { cache, ask, failed } = cacheOf(50);
    ask.mockRejectedValueOnce(new Error("gone"));
    cache.want(0, 30);
    await settled();
    expect(failed).toHaveBeenCalledOnce();
    cache.want(0, 30);
    await settled();
    expect(cache.get(0)).toEqual(fixtureRow(0));
  });

  it("do not pile up, however far one scrolls", async () => {
    const { cache, ask } = cacheOf(1_000_000);
    for (let start = 0; start < 100_000; start += PAGE) {
      cache.want(start, start + 30);
      await settled();
    }
    expect(cache.get(0)).toBeUndefined();
    expect(cache.get(99_900)).toEqual(fixtureRow(99_900));
    expect(ask.mock.calls.length).toBeLessThan(1010);
  });
});
