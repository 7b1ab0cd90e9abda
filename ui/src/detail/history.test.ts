import { describe, expect, it } from "vitest";
import type { InvitationFields, ObservationView } from "../backend";
import { historyOf } from "./history";

const UNUSED: InvitationFields = {
  createTime: "2026-11-01 10:00:00",
  status: 1,
  useTime: null,
  clientUin: null,
  clientMail: null,
  clientType: null,
  bindTime: null,
};
const USED: InvitationFields = {
  ...UNUSED,
  status: 2,
  useTime: "2026-11-05 12:00:00",
  clientUin: "200031457001",
};

function looks(...oldestFirst: (InvitationFields | null)[]): ObservationView[] {
  return oldestFirst
    .map((fields, day) => ({
      id: String(day),
      askedAt: `2026-11-0${day + 1}T08:00:00Z`,
      check: day,
      requestId: `r${day}`,
      fields,
    }))
    .reverse();
}

const kinds = (...fields: (InvitationFields | null)[]) => historyOf(looks(...fields)).map(({ kind }) => kind);

describe("the history of an invitation", () => {
  it("is empty before the first look", () => {
    expect(historyOf([])).toEqual([]);
  });

  it("tells the newest first, and what changed", () => {
    const [newest, first] = historyOf(looks(UNUSED, USED));
    expect(first?.kind).toBe("first");
    expect(newest?.kind).toBe("changed");
    expect(newest?.changes).toEqual([
      { field: "status", before: "1", after: "2" },
      { field: "useTime", before: null, after: "2026-11-05 12:00:00" },
      { field: "clientUin", before: null, after: "200031457001" },
    ]);
  });

  it("folds looks without news into one, dated by the last", () => {
    const [newest, first, ...rest] = historyOf(looks(UNUSED, UNUSED, UNUSED, UNUSED));
    expect(rest).toEqual([]);
    expect(newest).toMatchObject({ kind: "nothingNew", times: 3, askedAt: "2026-11-04T08:00:00Z" });
    expect(first?.kind).toBe("first");
  });

  it("compares with what was known before the service left it out", () => {
    expect(kinds(UNUSED, null, USED)).toEqual(["changed", "omitted", "first"]);
    expect(kinds(UNUSED, null, UNUSED)).toEqual(["returnedAgain", "omitted", "first"]);
  });

  it("tells an omission once, however long it lasts", () => {
    expect(kinds(null, null, null)).toEqual(["nothingNew", "omitted"]);
  });

  it("tells what a later answer no longer states", () => {
    const [newest] = historyOf(looks(USED, { ...USED, clientUin: null }));
    expect(newest?.changes).toEqual([{ field: "clientUin", before: "200031457001", after: null }]);
  });
});
