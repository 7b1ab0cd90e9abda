import type { Aspect, ErrorCode, Verdict } from "../../backend";
import type { Formats } from "../formats";
import type { ErrorWords } from "../errorWords";

export const diagnosis = (_f: Formats) => ({
  diagnose: "Diagnose",
  diagnoseHint: "Look at each step on the way to Tencent Cloud",
  title: "Connection to Tencent Cloud",
  typedKeys: "With the keys as they are entered, not saved yet",
  running: "Looking at each step…",
  runningHint: "Takes a few seconds, half a minute at most. Nothing is changed.",
  stepsName: "Steps on the way to Tencent Cloud",
  runAgain: "Run again",
  copySupport: "Copy support details",

  allGood: "Everything works",
  worksBut: (aspect: string) => `It works. Worth a look: ${aspect}`,
  stopsAt: (aspect: string) => `Not working. The problem: ${aspect}`,
  keysFirst: "The keys of this account are needed first",

  aspects: {
    proxy: "Proxy",
    nameResolution: "Address",
    connection: "Network",
    tls: "Encryption",
    clock: "Clock",
    credentials: "Keys",
    permission: "Permission",
    rate: "Request limit",
  } satisfies Record<Aspect, string>,

  verdicts: {
    good: "In order",
    warning: "Worth a look",
    failed: "Not working",
    untried: "Not tried",
    notNeeded: "Not needed",
  } satisfies Record<Verdict, string>,

  proxyInUse: "In use",

  good: {
    proxy: "Requests go through this computer’s proxy.",
    nameResolution: "Tencent Cloud’s address is known.",
    connection: "Tencent Cloud can be reached.",
    tls: "The connection is encrypted, and its certificate trusted.",
    clock: "This computer’s clock is right.",
    credentials: "Tencent Cloud accepts the keys.",
    permission: "This user may look up invitations.",
    rate: "Tencent Cloud takes requests.",
  } satisfies Record<Aspect, string>,

  noProxy: "No proxy is set: requests go straight out.",
  proxyFound: "The proxy’s address is known.",
  proxyReached: "The proxy can be reached.",
  noLookup: "There is no name to look up.",
  onThisComputer: "A stand-in on this computer is asked: nothing travels in the open.",
  notNeededHere: "Not needed here.",
  waitsForSteps: "Can be tried when the steps above work.",
  waitsForKeys: "Can be tried when the keys are here.",

  /** Where the general words for an error would not say what this step has found. */
  particular: {
    nameResolution: {
      offline: {
        what: "Tencent Cloud’s address is not found.",
        mend: "Usually this computer is offline: open any web page. If that works, ask IT why intlpartnersmgt.intl.tencentcloudapi.com is not found.",
      },
      proxy_refused: {
        what: "The proxy is not found.",
        mend: "It may be set for another network. Look at the proxy settings of this computer, or ask IT.",
      },
    },
    connection: {
      proxy_refused: {
        what: "The proxy does not respond.",
        mend: "It may be off, or set for another network. Look at the proxy settings of this computer, or ask IT.",
      },
    },
    tls: {
      intercepted: {
        what: "What answers is not Tencent Cloud.",
        mend: "Often it is a sign-in page of a guest or hotel network. Open a web page in the browser and sign in, or switch networks.",
      },
    },
    rate: {
      rate_limited: {
        what: "Another program uses up the limit.",
        mend: "The limit is shared by all programs of your company. Checks slow down by themselves; to leave more room, set “Speed limit” lower under Account and keys.",
      },
    },
  } as Partial<Record<Aspect, Partial<Record<ErrorCode, ErrorWords>>>>,
  general: {
    what: "This step does not work.",
    mend: "Copy the support details and send them to IT.",
  },

  clockMend: "Set the date and time to automatic: other programs depend on them, too.",
});
