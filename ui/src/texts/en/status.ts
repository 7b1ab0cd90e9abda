import type { Formats } from "../formats";

export const status = (f: Formats) => ({
  name: "Status",
  starting: "Starting the check…",
  checking: (done: number, total: number) => `Checking ${f.number(done)} of ${f.number(total)}`,
  checkingOf: (account: string, done: number, total: number) =>
    `${account}: checking ${f.number(done)} of ${f.number(total)}`,
  rate: (perSecond: number) => `${f.number(perSecond)} a second`,
  secondsLeft: (seconds: number) =>
    seconds < 60
      ? `${f.count(Math.max(1, Math.round(seconds)), "second", "seconds")} left`
      : `${f.count(Math.round(seconds / 60), "minute", "minutes")} left`,
  failedSoFar: (n: number) => `${f.number(n)} failed`,
  throttled: "Slowed down",
  retrying: "Trying again",
  waiting: {
    short: "Waiting",
    network: "Waiting for the network.",
    service: "Waiting for Tencent Cloud.",
    nextTry: (seconds: number) => (seconds > 0 ? `Trying again in ${f.number(seconds)} s.` : "Trying now…"),
    done: (done: number, total: number) =>
      `${f.number(done)} of ${f.number(total)} are done; nothing is lost. The check goes on by itself.`,
    nothingLost: "Nothing is lost; the check goes on by itself.",
  },
  stopping: "Stopping. What was answered is kept.",
  progressName: "Progress of the check",
  cancel: "Cancel check",

  never: "Not checked yet",
  checkedElsewhere: "Checked with another list",
  lastCheck: (ago: string) => `Last check ${ago}`,
  ends: {
    completed: "",
    cancelled: "cancelled",
    stopped: "stopped",
    interrupted: "interrupted, as the program ended",
  },
  comma: ", ",
  answered: (n: number) => `${f.number(n)} answered`,
  notReturned: (n: number) => `${f.number(n)} unknown to Tencent Cloud`,
  failed: (n: number) => `${f.number(n)} failed`,
  unasked: (n: number) => `${f.number(n)} not asked`,
  continueCheck: "Continue",
  continueHint: (n: number) => `Ask only for the ${f.number(n)} without an answer`,
  details: "Details",
  hideDetails: "Hide details",
  detailsTitle: "What went wrong in the last check",
  invitations: (n: number) => f.count(n, "invitation", "invitations"),
  dismiss: "Dismiss",
  endedAs: {
    completed: "Check finished",
    cancelled: "Check cancelled",
    stopped: "Check stopped",
    interrupted: "Check interrupted",
  },
  newlyBound: (n: number) => `${f.number(n)} newly bound`,
  newlyUsed: (n: number) => `${f.number(n)} newly pending`,
  nothingNew: "nothing new",
  ended: (how: string, ...what: string[]) => `${how}: ${what.join(", ")}`,
});
