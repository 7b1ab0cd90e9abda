import { expect, it } from "vitest";
import { REQUESTS_PER_SECOND, wholeNumber } from "./wholeNumber";

it("takes whole numbers from the least to the most", () => {
  expect(wholeNumber(1, REQUESTS_PER_SECOND)).toBe(1);
  expect(wholeNumber(20, REQUESTS_PER_SECOND)).toBe(20);
});

it("refuses what lies outside, fractions, and an empty field", () => {
  for (const typed of [0, 21, 2.5, Number.NaN, null, undefined]) {
    expect(wholeNumber(typed, REQUESTS_PER_SECOND)).toBeNull();
  }
});
