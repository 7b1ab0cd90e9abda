import type { Formats } from "../formats";

export const common = (f: Formats) => ({
  productName: "Invite Ledger",
  ok: "OK",
  cancel: "Cancel",
  close: "Close",
  back: "Back",
  copy: "Copy",
  copied: "Copied",
  copyFailed: "Could not copy",
  copyDetails: "Copy details",
  tryAgain: "Try again",
  loading: "Loading…",
  working: "One moment…",
  requestId: "RequestId",
  invitations: (n: number) => f.count(n, "invitation", "invitations"),
  /** A heading that runs on as a sentence. */
  sentence: (heading: string) => `${heading}.`,
  /** Between two sentences, or a colon and what follows it. */
  gap: " ",
  sentences: (...all: string[]) => all.join(" "),
  names: (...all: string[]) => all.join(", "),
  /** Of an account that is not on show. */
  about: (account: string, said: string) => `${account}: ${said}`,
  sampleMark: "Sample",
  none: "—",
});
