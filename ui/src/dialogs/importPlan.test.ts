import { describe, expect, it } from "vitest";
import type { ImportPreview } from "../backend";
import { firstTab, hasUsableTokens, newTokens, proposedListName, tabsOf, targetOf } from "./importPlan";

const nothing: ImportPreview = {
  id: 1,
  fileName: null,
  encoding: "UTF-8",
  sheets: [],
  tokens: 0,
  known: 0,
  unusual: 0,
  duplicates: 0,
  refused: 0,
  blankLines: 0,
  tokenSample: [],
  duplicateSample: [],
  refusedSample: [],
};

describe("a preview", () => {
  it("counts as new what the ledger does not have", () => {
    expect(newTokens({ ...nothing, tokens: 1218, known: 18 })).toBe(1200);
  });

  it("opens with the tokens, or with the reasons when all was refused", () => {
    expect(firstTab({ ...nothing, tokens: 3, refused: 2 })).toBe("tokens");
    expect(firstTab({ ...nothing, refused: 2 })).toBe("refused");
  });

  it("shows no empty tabs", () => {
    expect(tabsOf({ ...nothing, tokens: 300, refused: 1 }).map(({ tab }) => tab)).toEqual([
      "tokens",
      "refused",
    ]);
    expect(tabsOf(nothing)).toEqual([]);
  });

  it("without tokens has nothing to import", () => {
    expect(hasUsableTokens({ ...nothing, refused: 40 })).toBe(false);
  });
});

describe("the proposed list", () => {
  const lists = [{ id: 7, name: "partners", invitations: 3 }];

  it("is named after the file, and told apart from the lists that are there", () => {
    expect(proposedListName({ ...nothing, fileName: "Q3 invitations.csv" }, "Imported 1 Jul", [])).toBe(
      "Q3 invitations",
    );
    expect(proposedListName({ ...nothing, fileName: "partners.txt" }, "Imported 1 Jul", lists)).toBe(
      "partners (2)",
    );
  });

  it("is named after the day when the text was pasted or the file has only an ending", () => {
    expect(proposedListName(nothing, "Imported 1 Jul", lists)).toBe("Imported 1 Jul");
    expect(proposedListName({ ...nothing, fileName: ".csv" }, "Imported 1 Jul", lists)).toBe(
      "Imported 1 Jul",
    );
  });

  it("keeps a dot that is no ending", () => {
    expect(proposedListName({ ...nothing, fileName: "v1.2 invitations list" }, "x", [])).toBe(
      "v1.2 invitations list",
    );
  });
});

it("the target is a new list by its trimmed name, or an existing one by its id", () => {
  expect(targetOf({ kind: "new", name: " July " })).toEqual({ newList: "July" });
  expect(targetOf({ kind: "existing", list: 7 })).toEqual({ list: 7 });
});
