import { expect, it } from "vitest";
import type { ConnectionReport } from "../backend";
import { ConnectionTest } from "./connectionTest.svelte";

const report: ConnectionReport = {
  requestId: "r-1",
  milliseconds: 80,
  clockOffsetSeconds: 0,
  trimmed: false,
};
const keys = { keys: { secretId: "AKIDexample", secretKey: "secret" } };

it("ends with the report when the service answers", async () => {
  const test = new ConnectionTest({ testConnection: () => Promise.resolve(report) });
  const run = test.run(keys);
  expect(test.state.kind).toBe("testing");
  await run;
  expect(test.state).toEqual({ kind: "works", report });
});

it("ends with the error when it does not", async () => {
  const error = { code: "offline", message: "no route", requestId: null, retryable: true } as const;
  const test = new ConnectionTest({ testConnection: () => Promise.reject(error) });
  await test.run(keys);
  expect(test.state).toEqual({ kind: "failed", error });
});

it("throws away an answer about keys that were changed meanwhile", async () => {
  let answer: (report: ConnectionReport) => void = () => undefined;
  const test = new ConnectionTest({ testConnection: () => new Promise((resolve) => (answer = resolve)) });
  const run = test.run(keys);
  test.forget();
  answer(report);
  await run;
  expect(test.state.kind).toBe("untested");
});
