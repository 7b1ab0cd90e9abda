/** How a check went, for the reader and for whoever helps. */
import type { CheckReport } from "../backend";

export type CheckProblem = {
  key: string;
  class: string;
  code: string | null;
  message: string;
  requestId: string | null;
  tokens: number;
};

/** What stopped the check first, then each kind of failure, the most frequent first. */
export function problemsOf(report: CheckReport): CheckProblem[] {
  const failures = [...report.failures].sort((a, b) => b.tokens - a.tokens);
  const problems = failures.map((failure, at) => ({ key: `failure ${at}`, ...failure }));
  const { error } = report;
  if (error === null || failures.some((failure) => failure.class === error.code)) return problems;
  const stop = {
    key: "stop",
    class: error.code,
    code: null,
    message: error.message,
    requestId: error.requestId,
    tokens: report.unasked,
  };
  return [stop, ...problems];
}

/** For "Copy details": in one language, so that support reads the same from everybody. */
export function reportDetails(report: CheckReport): string {
  const lines = [
    `Invite Ledger check ${report.check}: ${report.end}`,
    `Started ${report.startedAt}, ended ${report.endedAt ?? "-"}`,
    `Total ${report.total}, returned ${report.returned}, not returned ${report.notReturned}, failed ${report.failed}, not asked ${report.unasked}`,
  ];
  for (const problem of problemsOf(report)) {
    lines.push(
      `${problem.class}${problem.code === null ? "" : ` (${problem.code})`}, ${problem.tokens} tokens: ${problem.message}`,
    );
    if (problem.requestId !== null) lines.push(`  RequestId: ${problem.requestId}`);
  }
  return lines.join("\n");
}
