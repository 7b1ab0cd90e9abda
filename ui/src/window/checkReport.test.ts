import { describe, expect, it } from "vitest";
import { FixtureBackend } from "../../tests/fixtureBackend";
import type { FailureGroup } from "../backend";
import { problemsOf, reportDetails } from "./checkReport";

const backend = new FixtureBackend({ rows: 100 });
const failure = (of: string, tokens: number): FailureGroup => ({
  class: of,
  code: null,
  message: of,
  requestId: null,
  tokens,
});
const stopped = {
  code: "secret_key_wrong",
  message: "signature",
  requestId: "r1",
  retryable: false,
} as const;

describe("the report of a check", () => {
  it("names what stopped it first, then the most frequent failure", () => {
    const report = backend.report({
      end: "stopped",
      error: stopped,
      unasked: 40,
      failures: [failure("timed_out", 2), failure("connection_lost", 9)],
    });
    expect(problemsOf(report).map(({ class: of, tokens }) => [of, tokens])).toEqual([
      ["secret_key_wrong", 40],
      ["connection_lost", 9],
      ["timed_out", 2],
    ]);
  });

  it("does not tell the same trouble twice", () => {
    const report = backend.report({ error: stopped, failures: [failure("secret_key_wrong", 100)] });
    expect(problemsOf(report)).toHaveLength(1);
  });

  it("has details for support, with each RequestId", () => {
    const report = backend.report({ end: "stopped", error: stopped, returned: 60, unasked: 40 });
    expect(reportDetails(report)).toContain("returned 60");
    expect(reportDetails(report)).toContain("RequestId: r1");
  });
});
