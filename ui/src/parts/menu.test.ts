import { describe, expect, it, vi } from "vitest";
import { nextItem, placeMenu, type MenuItem } from "./menu";

const item = (label: string, disabled = false): MenuItem => ({ label, disabled, onselect: vi.fn() });
const items = [item("All"), item("Shown", true), item("Unanswered"), item("Unused")];

describe("the keyboard in a menu", () => {
  it("skips what is disabled and goes round", () => {
    expect(nextItem(items, 0, "ArrowDown")).toBe(2);
    expect(nextItem(items, 3, "ArrowDown")).toBe(0);
    expect(nextItem(items, 0, "ArrowUp")).toBe(3);
    expect(nextItem(items, 0, "End")).toBe(3);
  });

  it("goes to the next item that begins with a letter", () => {
    expect(nextItem(items, 0, "u")).toBe(2);
    expect(nextItem(items, 2, "u")).toBe(3);
    expect(nextItem(items, 3, "u")).toBe(2);
    expect(nextItem(items, 0, "s")).toBe(0);
  });

  it("has nowhere to go when everything is disabled", () => {
    expect(nextItem([item("All", true)], 0, "ArrowDown")).toBe(-1);
  });
});

describe("the place of a menu", () => {
  const window = { width: 1000, height: 700 };
  const menu = { width: 200, height: 150 };

  it("is below its button, or above where there is no room", () => {
    expect(placeMenu({ left: 50, right: 90, top: 10, bottom: 40 }, menu, window, "start")).toEqual({
      left: 50,
      top: 44,
    });
    expect(placeMenu({ left: 50, right: 90, top: 660, bottom: 690 }, menu, window, "start").top).toBe(506);
  });

  it("never leaves the window", () => {
    expect(placeMenu({ left: 950, right: 990, top: 10, bottom: 40 }, menu, window, "start").left).toBe(792);
    expect(placeMenu({ left: 5, right: 30, top: 10, bottom: 40 }, menu, window, "end").left).toBe(8);
  });
});
