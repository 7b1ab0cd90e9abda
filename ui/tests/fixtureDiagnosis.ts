/** What a look at the way to the service may find. */
import type { Aspect, DiagnosisReport, Finding } from "../src/backend";

const ALL_GOOD: readonly Finding[] = [
  { aspect: "proxy", verdict: "notNeeded", class: null, detail: "none" },
  { aspect: "nameResolution", verdict: "good", class: null, detail: "43.175.1.2, 43.175.1.3" },
  { aspect: "connection", verdict: "good", class: null, detail: "43.175.1.2:443 in 38 ms" },
  {
    aspect: "tls",
    verdict: "good",
    class: null,
    detail: "signed by DigiCert Global G2 TLS RSA SHA256 2020 CA1",
  },
  { aspect: "clock", verdict: "good", class: null, detail: "this computer's clock is 0 s behind" },
  { aspect: "credentials", verdict: "good", class: null, detail: "the signature was accepted" },
  { aspect: "permission", verdict: "good", class: null, detail: "the question was answered" },
  { aspect: "rate", verdict: "good", class: null, detail: "20.0 of 20 requests per second" },
];

/** All in order, but for what `over` says; what comes after a failure is untried. */
export function fixtureDiagnosis(
  over: Partial<Record<Aspect, Partial<Finding>>> = {},
  clockOffsetSeconds = 0,
): DiagnosisReport {
  let failed = false;
  const findings = ALL_GOOD.map((good): Finding => {
    if (failed) return { ...good, verdict: "untried", detail: "" };
    const finding = { ...good, ...over[good.aspect] };
    failed = finding.verdict === "failed";
    return finding;
  });
  return { findings, clockOffsetSeconds, supportDetails: "Invite Ledger 0.1.0: support details" };
}
