import { expect, it } from "vitest";
import { DEFAULT_UTC_OFFSET, offsetChoices, offsetName, UTC_OFFSETS } from "./zones";

it("offsets run from UTC−12:00 to UTC+14:00, each once, in order", () => {
  expect(UTC_OFFSETS[0]).toBe(-720);
  expect(UTC_OFFSETS.at(-1)).toBe(840);
  expect(UTC_OFFSETS).toEqual([...new Set(UTC_OFFSETS)].sort((a, b) => a - b));
  expect(UTC_OFFSETS).toContain(DEFAULT_UTC_OFFSET);
});

it("offsets are written with sign, hours and minutes", () => {
  expect(offsetName(480)).toBe("UTC+08:00");
  expect(offsetName(0)).toBe("UTC+00:00");
  expect(offsetName(-210)).toBe("UTC−03:30");
  expect(offsetName(345)).toBe("UTC+05:45");
});

it("an unusual offset of an account stays among the choices", () => {
  expect(offsetChoices(15)).toContain(15);
  expect(offsetChoices(480)).toBe(UTC_OFFSETS);
});
