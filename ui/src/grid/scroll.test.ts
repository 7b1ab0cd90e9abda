import { describe, expect, it } from "vitest";
import { MAX_HEIGHT, ROW_HEIGHT } from "./geometry";
import { GridScroll } from "./scroll.svelte";

/** A scroll bar that rounds, as a screen does. */
function scrollOver(rows: number, height = 640) {
  const element = document.createElement("div");
  let position = 0;
  Object.defineProperty(element, "scrollTop", {
    get: () => position,
    set: (to: number) => (position = Math.round(to)),
  });
  const scroll = new GridScroll(() => ({ rows, height }));
  scroll.attach(element);
  return { scroll, element };
}

describe("scrolling", () => {
  it("follows the scroll bar, pixel by pixel, in a list that can be drawn", () => {
    const { scroll, element } = scrollOver(1000);
    element.scrollTop = 777;
    scroll.scrolled();
    expect(scroll.top).toBe(777);
    expect(scroll.scrollTop).toBe(777);
  });

  it("reaches the last of a million rows by the scroll bar", () => {
    const { scroll, element } = scrollOver(1_000_000);
    element.scrollTop = MAX_HEIGHT - 640;
    scroll.scrolled();
    expect(scroll.top).toBeCloseTo(1_000_000 * ROW_HEIGHT - 640, 3);
  });

  it("reaches every row of a million by the keyboard, although the scroll bar rounds", () => {
    const { scroll } = scrollOver(1_000_000);
    scroll.show(500_000);
    const top = scroll.top;
    scroll.scrolled();
    expect(scroll.top).toBe(top);
    scroll.show(500_001);
    expect(scroll.top).toBe(top + ROW_HEIGHT);
  });

  it("moves by the same few rows for a notch of the wheel, however long the list", () => {
    const { scroll } = scrollOver(1_000_000);
    const wheel = new WheelEvent("wheel", { deltaY: 100, cancelable: true });
    scroll.wheel(wheel);
    scroll.scrolled();
    expect(scroll.top).toBe(100);
    expect(wheel.defaultPrevented).toBe(true);
  });

  it("leaves the wheel to the web view where it can", () => {
    const { scroll } = scrollOver(1000);
    const wheel = new WheelEvent("wheel", { deltaY: 100, cancelable: true });
    scroll.wheel(wheel);
    expect(wheel.defaultPrevented).toBe(false);
    expect(scroll.top).toBe(0);
  });

  it("never goes beyond either end", () => {
    const { scroll } = scrollOver(1000);
    scroll.to(-50);
    expect(scroll.top).toBe(0);
    scroll.to(1e9);
    expect(scroll.top).toBe(1000 * ROW_HEIGHT - 640);
  });
});
