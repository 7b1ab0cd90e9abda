import { describe, expect, it, vi } from "vitest";
import { FixtureBackend } from "../../tests/fixtureBackend";
import type { View } from "../backend";
import { en } from "../texts/en";
import { Formats } from "../texts/formats";
import { platformOf } from "../texts/platform";
import { checkItems, exportItems } from "./actions";
import { emptyWords } from "./emptyWords";
import { isComposing, shortcutName, shortcutOf } from "./shortcuts";

const formats = new Formats("en-US");
const texts = en(formats, "linux");
const backend = new FixtureBackend({ rows: 200 });
const query = {
  account: 1,
  list: null,
  facet: "all",
  search: "",
  sort: { column: "imported", descending: false },
} as const;
const state = (view: View, filtered: boolean, whole = true) => ({
  view,
  whole,
  filtered,
  words: texts.window,
  formats,
});

describe("what can be checked", () => {
  it("is only those shown when something is filtered, only those unanswered when there are some", async () => {
    const view = await backend.look(query);
    const usable = (items: ReturnType<typeof checkItems>) => items.map((item) => item.disabled !== true);
    expect(usable(checkItems(state(view, false), vi.fn()))).toEqual([true, false, false]);
    const lastCheck = backend.report({ failed: 3, unasked: 4 });
    const items = checkItems(state({ ...view, lastCheck }, true), vi.fn());
    expect(usable(items)).toEqual([true, true, true]);
    expect(items[2]?.hint).toBe("7");
  });

  it("is exported as shown or whole", async () => {
    const save = vi.fn();
    const view = await backend.look({ ...query, facet: "bound" });
    const [shown, all] = exportItems(state(view, true), save);
    all?.onselect();
    expect(save).toHaveBeenCalledWith("all");
    expect(shown?.hint).toBe(formats.number(view.rows));
  });

  it("is called after what is looked at: a list, or all invitations", async () => {
    const view = await backend.look(query);
    const named = (whole: boolean) =>
      [
        checkItems(state(view, false, whole), vi.fn())[0],
        exportItems(state(view, false, whole), vi.fn())[1],
      ].map((item) => item?.label);
    expect(named(true)).toEqual(["All invitations", "All invitations…"]);
    expect(named(false)).toEqual(["All of this list", "All of this list…"]);
  });
});

describe("an empty grid", () => {
  const words = (total: number, whole: boolean, facet: "all" | "expiring", search: string) =>
    emptyWords(texts, { total, whole, facet, search });

  it("says why it is empty, and the way on", () => {
    expect(words(0, true, "all", "")).toMatchObject({ title: texts.grid.emptyAccount, ways: ["import"] });
    expect(words(0, false, "all", "")).toMatchObject({ title: texts.grid.emptyList, ways: ["import"] });
    expect(words(9, true, "all", "x")).toMatchObject({ title: "Nothing matches “x”", ways: ["clearSearch"] });
    expect(words(9, true, "expiring", "x").ways).toEqual(["clearSearch", "showAll"]);
    expect(words(9, true, "expiring", "")).toMatchObject({
      mend: texts.grid.noneOfMend.expiring,
      ways: ["showAll"],
    });
  });
});

describe("shortcuts", () => {
  const press = (key: string, over = {}) =>
    shortcutOf({ key, ctrlKey: true, metaKey: false, altKey: false, shiftKey: false, ...over });

  it("are the usual ones, with Ctrl or Command", () => {
    expect(press("f")).toBe("search");
    expect(press("F")).toBe("search");
    expect(press("o", { ctrlKey: false, metaKey: true })).toBe("import");
    expect(press("s")).toBe("export");
    expect(press("Escape", { ctrlKey: false })).toBe("close");
  });

  it("leave typing and the system's own alone", () => {
    expect(press("f", { ctrlKey: false })).toBeNull();
    expect(press("f", { altKey: true })).toBeNull();
    expect(press("s", { shiftKey: true })).toBeNull();
  });

  it("leave to an input method what it composes with", () => {
    expect(isComposing({ isComposing: true, keyCode: 27 })).toBe(true);
    expect(isComposing({ isComposing: false, keyCode: 229 })).toBe(true);
    expect(isComposing({ isComposing: false, keyCode: 27 })).toBe(false);
  });

  it("are named as the keyboard names them", () => {
    expect(shortcutName("F", platformOf("MacIntel"))).toBe("⌘F");
    expect(shortcutName("F", platformOf("Linux x86_64"))).toBe("Ctrl+F");
  });
});
