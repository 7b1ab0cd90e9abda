import type { Formats } from "../../formats";

export const accountSettings = (f: Formats, store: string) => ({
  title: "Account and keys",
  save: "Save",
  zone: "Time zone of Tencent Cloud’s times",
  zoneHint:
    "Tencent Cloud sends times without a time zone; UTC+08:00 (Beijing) is the likely one. It decides when a link counts as expired. Times are shown as they came.",
  zoneDefault: (zone: string) => `${zone} (default)`,
  expiringDays: "Warn before a link expires",
  expiringUnit: "days ahead",
  expiringHint: "A link is valid for 30 days.",
  expiringBad: (least: number, most: number) =>
    `A whole number from ${f.number(least)} to ${f.number(most)}.`,
  ceiling: "Speed limit",
  ceilingUnit: "requests a second",
  ceilingHint: (most: number) =>
    `Tencent Cloud allows ${f.number(most)} for all your programs together. Choose less if others need their share. One request covers 100 invitations.`,
  ceilingBad: (least: number, most: number) => `A whole number from ${f.number(least)} to ${f.number(most)}.`,

  keys: "Keys",
  keysIn: { keychain: `in ${store}`, session: "for this session only", missing: "missing" },
  keysMissing: "The keys are not on this computer. Replace them to check invitations again.",
  keysSession: `They could not be saved in ${store}: enter them again after you close the program.`,
  replaceKeys: "Replace keys…",

  remove: "Remove account…",
  removeTitle: (label: string) => `Remove ${label}?`,
  removeLead: "This deletes from this computer, for good:",
  removeKeys: (masked: string) => `the keys (${masked})`,
  removeLists: (n: number) => f.count(n, "list", "lists"),
  removeInvitations: (n: number) =>
    `${f.count(n, "invitation", "invitations")} with everything Tencent Cloud has answered about them`,
  removeWarning:
    "Tencent Cloud forgets links after 60 days: for older ones, this ledger is the only record. Export first what you may need. Nothing changes at Tencent Cloud.",
  removeConfirm: "Remove account",
  removeAnyway: "Remove anyway",
  keysMayStay: `You can remove the account without it. The keys may stay in ${store} then: delete them there by hand, under Invite Ledger and this name:`,
});
