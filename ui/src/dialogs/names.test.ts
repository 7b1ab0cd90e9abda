import { describe, expect, it } from "vitest";
import { freeName, MAX_NAME_CHARACTERS, nameProblem } from "./names";

describe("a name", () => {
  it("has at least one character that is not a blank, and at most eighty", () => {
    expect(nameProblem("  ")).toBe("missing");
    expect(nameProblem("好".repeat(MAX_NAME_CHARACTERS))).toBeNull();
    expect(nameProblem("a".repeat(MAX_NAME_CHARACTERS + 1))).toBe("tooLong");
  });

  it("is taken in any case and with any blanks around", () => {
    expect(nameProblem(" SPRING ", ["Spring"])).toBe("taken");
    expect(nameProblem("Springs", ["Spring"])).toBeNull();
  });
});

describe("a proposed name", () => {
  it("is numbered until it is free", () => {
    expect(freeName("Spring", ["Autumn"])).toBe("Spring");
    expect(freeName("Spring", ["spring", "Spring (2)"])).toBe("Spring (3)");
  });

  it("stays within the length, number included", () => {
    const long = "x".repeat(200);
    const cut = "x".repeat(MAX_NAME_CHARACTERS);
    expect(freeName(long, [])).toBe(cut);
    expect(freeName(long, [cut])).toHaveLength(MAX_NAME_CHARACTERS);
  });
});
