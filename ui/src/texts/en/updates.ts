import type { Formats } from "../formats";

export const updates = (f: Formats) => ({
  title: "Updates",
  available: (version: string) => `Invite Ledger ${version} is available`,
  whatsNew: "What’s new…",
  skip: "Skip this version",
  later: "Later",
  install: "Install and restart",
  openPage: "Open download page",
  cancel: "Cancel update",
  downloading: (version: string, percent: number | null) =>
    percent === null
      ? `Downloading version ${version}…`
      : `Downloading version ${version}… ${f.percent(percent / 100)}`,
  thenRestarts: "The program then closes the ledger and restarts.",
  waiting: (version: string) => `Version ${version} is ready`,
  waitsForCheck: "It is installed when the check has ended.",
  installing: (version: string) => `Installing version ${version}…`,
  restarts: "The program restarts by itself.",

  newIn: (version: string) => `What’s new in ${version}`,
  released: (day: string) => `Released ${day}.`,
  youHave: (version: string) => `You have ${version}.`,
  noNotes: "Nothing is said about what is new.",
  notByItself:
    "This copy was installed by IT or by a package manager, so it does not replace itself. Get the new version there, or from the download page.",

  atStart: "Look for a new version at start",
  atStartHint: "Once a day at most. Nothing is installed without being asked for.",
  offByPolicy: (path: string) => `Switched off by your IT department, in ${path}.`,
  policyUnreadable: (path: string) =>
    `Off, because the policy file of your IT department cannot be read: ${path}.`,
  look: "Check for updates",
  upToDate: "You have the newest version.",
  looked: (at: string) => `Last look: ${at}.`,

  unreachable: "The new version cannot be reached",
  unreachableMend:
    "The connection, a firewall or a proxy may be in the way. Everything else works as before; try again later.",
});
