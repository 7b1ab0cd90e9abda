import { describe, expect, it } from "vitest";
import type { Counts } from "../backend";
import { facetsOf, segmentsOf, storyOf } from "./story";

const NONE: Counts = {
  all: 0,
  unchecked: 0,
  unused: 0,
  expired: 0,
  used: 0,
  bound: 0,
  notReturned: 0,
  unrecognized: 0,
  expiring: 0,
  archived: 0,
  failed: 0,
};

describe("where the invitations stand", () => {
  it("adds up: what expires soon is not counted twice", () => {
    const counts = { ...NONE, all: 20, unused: 12, expiring: 5, bound: 8, archived: 3 };
    const segments = segmentsOf(counts);
    expect(segments).toEqual([
      { facet: "bound", rows: 8 },
      { facet: "unused", rows: 7 },
      { facet: "expiring", rows: 5 },
    ]);
    expect(segments.reduce((sum, { rows }) => sum + rows, 0)).toBe(counts.all);
  });

  it("tells only what there is", () => {
    expect(storyOf(NONE)).toEqual([]);
    expect(storyOf({ ...NONE, bound: 1, failed: 2 })).toEqual(["bound", "failed"]);
  });

  it("offers the stage nobody knows only when there is one", () => {
    expect(facetsOf(NONE)).not.toContain("unrecognized");
    expect(facetsOf({ ...NONE, unrecognized: 1 })).toContain("unrecognized");
  });
});
