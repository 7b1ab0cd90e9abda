import { describe, expect, it } from "vitest";
import { fixtureRow } from "../../tests/fixtureRows";
import type { Row } from "../backend";
import { en } from "../texts/en";
import { Formats } from "../texts/formats";
import { columnsFor, layOut, tokenParts } from "./columns";

const formats = new Formats("en-GB");
const columns = columnsFor(en(formats, "linux"), formats, 480);
const row = (over: Partial<Row>): Row => ({ ...fixtureRow(0), ...over });
const text = (id: string, over: Partial<Row>) => columns.find((column) => column.id === id)?.text(row(over));

describe("the columns", () => {
  it("begin with what asks for something, which a small window has room for", () => {
    const first = columns.slice(0, 5);
    expect(first.map(({ id }) => id)).toEqual(["stage", "note", "expiresAt", "useTime", "bindTime"]);
    // 1024 pixels less the sidebar and the edges.
    expect(first.reduce((sum, { width }) => sum + width, 0)).toBeLessThan(790);
  });
});

describe("what a column shows", () => {
  it("does not group the digits of an identifier", () => {
    expect(text("clientUin", { clientUin: "200031457000" })).toBe("200031457000");
  });

  it("formats a time by locale without moving it to another zone", () => {
    expect(text("createTime", { createTime: "2026-11-01 23:59:59" })).toBe("1 Nov 2026");
    expect(text("createTime", { createTime: "yesterday" })).toBe("yesterday");
    expect(text("createTime", { createTime: null })).toBe("");
  });

  it("names the zone in the header of a time, and only there", () => {
    expect(columns.find(({ id }) => id === "useTime")?.hint).toContain("UTC+08:00");
    expect(columns.find(({ id }) => id === "lastAnsweredAt")?.hint).not.toContain("UTC");
  });

  it("shows an expiry only while it matters", () => {
    expect(text("expiresAt", { stage: "unused", expiresAt: "2026-12-01 10:00:00" })).toBe("1 Dec 2026");
    expect(text("expiresAt", { stage: "bound", expiresAt: "2026-12-01 10:00:00" })).toBe("");
  });

  it("keeps a customer type that nobody knows yet", () => {
    expect(text("clientType", { clientType: 7 })).toBe("Type 7");
  });
});

describe("the widths", () => {
  const three = [
    { id: "stage", width: 100, grow: 0 },
    { id: "note", width: 100, grow: 2 },
    { id: "clientMail", width: 100, grow: 1 },
  ] as const;

  it("fill the room by the columns that grow", () => {
    expect(layOut(three, new Map(), 600)).toEqual([100, 300, 200]);
  });

  it("stay as they are when there is no room", () => {
    expect(layOut(three, new Map(), 200)).toEqual([100, 100, 100]);
  });

  it("leave a column alone that the user has set", () => {
    expect(layOut(three, new Map([["note", 80]]), 600)).toEqual([100, 80, 420]);
  });
});

describe("a token in a narrow column", () => {
  it("keeps its end, which people compare", () => {
    expect(tokenParts("463b89ba2288dbfcf5ce49dc60a15371")).toEqual(["463b89ba2288dbfcf5ce49dc60", "a15371"]);
    expect(tokenParts("short")).toEqual(["short", ""]);
  });
});
