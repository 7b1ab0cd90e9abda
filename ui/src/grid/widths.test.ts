import { beforeEach, describe, expect, it } from "vitest";
import { MIN_COLUMN_WIDTH } from "./columns";
import { ColumnWidths } from "./widths.svelte";

beforeEach(() => localStorage.clear());

describe("the widths that the user has set", () => {
  it("are there again at the next start", () => {
    new ColumnWidths(localStorage).set("note", 250.4);
    expect([...new ColumnWidths(localStorage).chosen]).toEqual([["note", 250]]);
  });

  it("go back to the usual", () => {
    const widths = new ColumnWidths(localStorage);
    widths.set("note", 250);
    widths.reset("note");
    expect(new ColumnWidths(localStorage).chosen.size).toBe(0);
  });

  it("never make a column vanish", () => {
    const widths = new ColumnWidths(null);
    widths.set("token", -30);
    expect(widths.chosen.get("token")).toBe(MIN_COLUMN_WIDTH);
  });

  it("are forgotten when what was kept is no longer readable", () => {
    for (const kept of ["{", "null", '{"note":1}', '[["note","wide"]]']) {
      localStorage.setItem("column-widths", kept);
      expect(new ColumnWidths(localStorage).chosen.size).toBe(0);
    }
  });
});
