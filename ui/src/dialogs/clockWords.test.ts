import { describe, expect, it } from "vitest";
import { connection } from "../texts/en/dialogs/account";
import { Formats } from "../texts/formats";
import { clockWords } from "./clockWords";

const words = connection(new Formats("en-GB"));

describe("a clock that is off", () => {
  it("is not worth a word up to half a minute", () => {
    expect(clockWords(30, words)).toBeNull();
    expect(clockWords(-30, words)).toBeNull();
  });

  it("is behind when time has to be added to it, ahead when time has to be taken away", () => {
    expect(clockWords(600, words)).toBe(
      "This computer’s clock is 10 minutes behind. Invite Ledger corrects for it.",
    );
    expect(clockWords(-45, words)).toBe(
      "This computer’s clock is 45 seconds ahead. Invite Ledger corrects for it.",
    );
  });

  it("is told in the unit that people would use", () => {
    expect(clockWords(8 * 3600, words)).toContain("8 hours");
    expect(clockWords(3 * 86_400, words)).toContain("3 days");
  });
});
