import { describe, expect, it } from "vitest";
import { moved } from "./keys";

const extent = { rows: 100, columns: 11, page: 20 };
const press = (key: string, row: number, column = 2, ctrl = false) =>
  moved({ row, column }, key, ctrl, extent);

describe("keys in the grid", () => {
  it("move by a row, and up into the header", () => {
    expect(press("ArrowDown", 4)).toEqual({ row: 5, column: 2 });
    expect(press("ArrowUp", 0)).toEqual({ row: -1, column: 2 });
    expect(press("ArrowUp", -1)).toEqual({ row: -1, column: 2 });
  });

  it("stop at the edges", () => {
    expect(press("ArrowDown", 99)).toEqual({ row: 99, column: 2 });
    expect(press("ArrowRight", 4, 10)).toEqual({ row: 4, column: 10 });
    expect(press("ArrowLeft", 4, 0)).toEqual({ row: 4, column: 0 });
  });

  it("move by a page without falling into the header", () => {
    expect(press("PageDown", 90)).toEqual({ row: 99, column: 2 });
    expect(press("PageUp", 5)).toEqual({ row: 0, column: 2 });
    expect(press("PageUp", -1)).toEqual({ row: -1, column: 2 });
  });

  it("go to the first and last row, and with Ctrl to the corners", () => {
    expect(press("End", 4)).toEqual({ row: 99, column: 2 });
    expect(press("Home", 4, 5, true)).toEqual({ row: 0, column: 0 });
  });

  it("leave other keys alone", () => {
    expect(press("a", 4)).toBeNull();
  });

  it("stay in the header of an empty grid", () => {
    expect(moved({ row: 0, column: 0 }, "ArrowDown", false, { ...extent, rows: 0 })).toEqual({
      row: -1,
      column: 0,
    });
  });
});
