/** What the page can do about an error besides telling it. */
export type WayOn = "keys" | "none";

const ABOUT_KEYS: readonly string[] = [
  "secret_id_unknown",
  "secret_key_wrong",
  "temporary_key_expired",
  "key_missing",
];

export function wayOn(code: string): WayOn {
  return ABOUT_KEYS.includes(code) ? "keys" : "none";
}
