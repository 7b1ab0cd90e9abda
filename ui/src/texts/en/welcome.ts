import type { Formats } from "../formats";

export const welcome = (_f: Formats, store: string) => ({
  title: "Know where every invitation stands",
  lead:
    "You send customers invitation links, and Tencent Cloud neither lists them nor remembers them for longer than 60 days. " +
    "Invite Ledger keeps the book: who has used the link, who is bound to you, what is about to expire. And it saves that for Excel.",
  addAccount: "Add your account",
  addAccountHint: "You need the SecretId and SecretKey of your partner account.",
  sample: "Explore with sample data",
  sampleHint: "Made-up customers. Nothing to set up, and nothing leaves this computer.",
  keysInKeychain: `Keys stay in ${store}.`,
  keysForSession: `Invite Ledger cannot use ${store} now, so keys are forgotten when you close the program.`,
  talksToCloud: "Invite Ledger talks to Tencent Cloud only.",
  talksToCloudAndUpdates:
    "Invite Ledger talks to Tencent Cloud, and looks for its own updates (Settings). Nothing else.",

  ledgerProblem: {
    damagedTitle: "The ledger file is damaged",
    damagedLead:
      "Invite Ledger cannot read it, so it has not touched it. You can set it aside and go on with a new, empty ledger. The damaged file is kept: a specialist may still get something out of it, and a backup can take its place.",
    newerTitle: "The ledger was made by a newer version",
    newerLead:
      "This version of Invite Ledger does not know its form, and has not touched it. Install the newest version to go on with it. Or set it aside and start with a new, empty ledger; the file is kept.",
    otherTitle: "The ledger cannot be opened",
    file: "Ledger file",
    keysNote: "Your accounts are part of the ledger: in a new one you add them again.",
    setAside: "Set it aside and start a new ledger",
    doneTitle: "A new ledger is ready",
    doneLead: "The old file is kept here:",
  },

  copyPath: "Copy path",
  version: (version: string) => `Version ${version}`,
});
