/** The systems whose own words differ: for keys on the keyboard, and for where secret ones are kept. */
export type Platform = "windows" | "mac" | "linux";

/** `name` as `navigator.platform` has it. */
export function platformOf(name: string): Platform {
  if (/mac/i.test(name)) return "mac";
  return /win/i.test(name) ? "windows" : "linux";
}
