import type { Formats } from "../../formats";

export const account = (f: Formats, store: string) => ({
  addTitle: "Add your account",
  addLead:
    "With an API key of your partner account, Invite Ledger asks Tencent Cloud about your invitations.",
  replaceTitle: (label: string) => `Replace the keys of ${label}`,
  replaceLead: (masked: string) => `Takes the place of ${masked}. Lists and invitations stay as they are.`,

  label: "Account name",
  labelHint: "How you recognize it here, such as the name of your company.",
  labelMissing: "Give the account a name.",
  labelTaken: "Another account has this name. Choose a different one.",
  labelTooLong: (most: number) => `At most ${f.number(most)} characters.`,
  secretId: "SecretId",
  secretIdMissing: "Enter the SecretId.",
  secretKey: "SecretKey",
  secretKeyMissing: "Enter the SecretKey.",
  keyHasBlank: "There is a space in the middle. Copy it again, alone.",
  secretKeyIsId: "This looks like a SecretId. The SecretKey is the other value of the pair.",
  trimmed: "Spaces around it were removed.",

  whereTitle: "Where do I find these?",
  whereSteps: [
    "Sign in to the Tencent Cloud console with your partner account, or have your administrator do it.",
    "Open API Keys under Access Management.",
    "Create a key and copy both values. The SecretKey is shown only then: if it was not kept, create another key.",
  ],
  wherePolicy: "A sub-user who may only read is enough:",
  whereTest: "Test connection tells you whether the key may ask about invitations.",
  copyAddress: "Copy address",

  keptInKeychain: `Kept in ${store}, and never shown again.`,
  keptForSession: `Invite Ledger cannot use ${store} now. The keys are kept for this session only: enter them again after you close the program.`,

  add: "Add account",
  addAnyway: "Add anyway",
  replace: "Replace keys",
  replaceAnyway: "Replace anyway",
  untested: "Not tested yet",
  testFailed: "The test failed",
  tested: "Tested",

  savedForSessionTitle: "Added, for this session only",
  savedForSessionBody: `The keys could not be saved in ${store}. They are kept until you close the program; then enter them again under Account and keys.`,
});

export const connection = (f: Formats) => ({
  test: "Test connection",
  testAgain: "Test again",
  testing: "Asking Tencent Cloud…",
  works: "The connection works",
  roundTrip: (milliseconds: number) => `Answered in ${f.number(milliseconds)} ms`,
  trimmed: "Spaces around the keys were removed.",
  clockBehind: (span: string) => `This computer’s clock is ${span} behind. Invite Ledger corrects for it.`,
  clockAhead: (span: string) => `This computer’s clock is ${span} ahead. Invite Ledger corrects for it.`,
  seconds: (n: number) => f.count(n, "second", "seconds"),
  minutes: (n: number) => f.count(n, "minute", "minutes"),
  hours: (n: number) => f.count(n, "hour", "hours"),
  days: (n: number) => f.count(n, "day", "days"),
  years: (n: number) => f.count(n, "year", "years"),
  howTested: "Sends one read-only request. Nothing is changed.",
});
