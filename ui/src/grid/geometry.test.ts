import { describe, expect, it } from "vitest";
import {
  contentHeight,
  leftToShow,
  MAX_HEIGHT,
  maxTop,
  ROW_HEIGHT,
  scaleOf,
  slotsOf,
  topToShow,
  windowAt,
} from "./geometry";

const million = { rows: 1_000_000, height: 640 };

describe("the window of rows", () => {
  it("holds what is in sight and a little more on either side", () => {
    expect(windowAt(3200, { rows: 1000, height: 640 })).toEqual({ first: 94, end: 126 });
  });

  it("ends with the list", () => {
    expect(windowAt(0, { rows: 3, height: 640 })).toEqual({ first: 0, end: 3 });
    expect(windowAt(0, { rows: 0, height: 640 })).toEqual({ first: 0, end: 0 });
  });

  it("stays within a list that has become shorter than the scroll position", () => {
    const { first, end } = windowAt(90_000, { rows: 10, height: 640 });
    expect(first).toBeLessThanOrEqual(end);
    expect(end).toBe(10);
  });

  it("gives every row its own slot, the same one after a scroll", () => {
    const before = slotsOf({ first: 94, end: 126 });
    const after = slotsOf({ first: 95, end: 127 });
    expect([...before].sort((a, b) => a - b)).toEqual(Array.from({ length: 32 }, (_, n) => 94 + n));
    expect(after.filter((row, slot) => row !== before[slot])).toEqual([126]);
  });
});

describe("a list taller than a web view can draw", () => {
  it("is not drawn taller than that", () => {
    expect(contentHeight(million.rows)).toBe(MAX_HEIGHT);
  });

  it("reaches its last row at the end of the scroll bar", () => {
    const end = (MAX_HEIGHT - million.height) * scaleOf(million);
    expect(end).toBeCloseTo(maxTop(million), 3);
    expect(windowAt(end, million).end).toBe(million.rows);
  });

  it("is not scaled when it fits", () => {
    expect(scaleOf({ rows: 1000, height: 640 })).toBe(1);
    expect(scaleOf({ rows: 2, height: 640 })).toBe(1);
  });
});

describe("bringing a row into sight", () => {
  const viewport = { rows: 1000, height: 320 };

  it("does not move when it is in sight", () => {
    expect(topToShow(5, 0, viewport)).toBe(0);
  });

  it("moves no further than needed, either way", () => {
    expect(topToShow(10, 0, viewport)).toBe(ROW_HEIGHT);
    expect(topToShow(3, 320, viewport)).toBe(3 * ROW_HEIGHT);
    expect(topToShow(999, 0, viewport)).toBe(maxTop(viewport));
  });
});

describe("a column that the keyboard goes to", () => {
  const room = { room: 400, pinned: 100 };

  it("stays where it is when it is in sight", () => {
    expect(leftToShow({ left: 250, width: 100 }, 20, room)).toBe(20);
  });

  it("comes in from either side, beside the column that stays", () => {
    expect(leftToShow({ left: 700, width: 150 }, 0, room)).toBe(450);
    expect(leftToShow({ left: 250, width: 100 }, 300, room)).toBe(150);
  });

  it("is seen from its beginning when it is wider than the room", () => {
    expect(leftToShow({ left: 300, width: 900 }, 0, room)).toBe(200);
    expect(leftToShow({ left: 0, width: 178 }, 60, { room: 120, pinned: 0 })).toBe(0);
  });
});
