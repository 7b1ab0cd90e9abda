import { describe, expect, it } from "vitest";
import { fixtureDiagnosis } from "../../tests/fixtureDiagnosis";
import type { Aspect, DiagnosisReport, ErrorCode, Verdict } from "../backend";
import { en } from "../texts/en";
import { Formats } from "../texts/formats";
import { zhCN } from "../texts/zh-CN";
import { decidingFinding, detailOf, findingWords } from "./findingWords";

const english = en(new Formats("en-GB"), "linux");
const chinese = zhCN(new Formats("zh-CN"), "linux");

function said(report: DiagnosisReport, aspect: Aspect) {
  const finding = report.findings.find((it) => it.aspect === aspect);
  if (finding === undefined) throw new Error(`there is no ${aspect}`);
  return findingWords(finding, report, english);
}

describe("what was found", () => {
  it("is a sentence and, when it is not good, a mend, whatever the step, the verdict and the class", () => {
    const verdicts: Verdict[] = ["good", "warning", "failed", "untried", "notNeeded"];
    const classes = [null, ...(Object.keys(english.errors.words) as ErrorCode[])];
    for (const { aspect } of fixtureDiagnosis().findings)
      for (const verdict of verdicts)
        for (const cause of classes)
          for (const texts of [english, chinese]) {
            const report = fixtureDiagnosis({ [aspect]: { verdict, class: cause } }, 600);
            const finding = report.findings.find((it) => it.aspect === aspect);
            const { what, mend } = findingWords(finding as never, report, texts);
            expect(what).toMatch(/[.。…]$/);
            const isTrouble = verdict === "warning" || verdict === "failed";
            expect(mend === null ? null : mend.length > 5).toBe(isTrouble ? true : null);
          }
  });

  it("tells how far the clock is off", () => {
    const behind = fixtureDiagnosis({ clock: { verdict: "warning", class: "clock_off" } }, 600);
    expect(said(behind, "clock").what).toBe(
      "This computer’s clock is 10 minutes behind. Invite Ledger corrects for it.",
    );
    const ahead = fixtureDiagnosis({ clock: { verdict: "warning", class: "clock_off" } }, -3652 * 86_400);
    expect(said(ahead, "clock").what).toContain("10 years ahead");
  });

  it("is told of the step it is about", () => {
    const proxy = fixtureDiagnosis({
      proxy: { verdict: "good" },
      connection: { verdict: "failed", class: "proxy_refused" },
    });
    expect(said(proxy, "connection").what).toBe("The proxy does not respond.");
    const direct = fixtureDiagnosis({ connection: { verdict: "failed", class: "unreachable" } });
    expect(said(direct, "connection").what).toBe("Tencent Cloud does not respond.");
  });

  it("is about the proxy where one is on the way", () => {
    const through = fixtureDiagnosis({ proxy: { verdict: "good" } });
    expect(said(through, "connection").what).toBe(english.diagnosis.proxyReached);
    expect(said(fixtureDiagnosis(), "connection").what).toBe(english.diagnosis.good.connection);
  });

  it("comes with the details that a person may want to read, and no others", () => {
    const details = (report: DiagnosisReport) =>
      report.findings.filter((it) => detailOf(it) !== "").map(({ aspect }) => aspect);
    expect(details(fixtureDiagnosis())).toEqual(["nameResolution", "connection", "tls"]);
    const refused = { verdict: "failed", class: "not_permitted", detail: "x" } as const;
    expect(details(fixtureDiagnosis({ permission: refused }))).toContain("permission");
    expect(details(fixtureDiagnosis({ clock: { verdict: "warning", detail: "x" } }, 60))).not.toContain(
      "clock",
    );
  });

  it("says what has to come first", () => {
    const refused = fixtureDiagnosis({ tls: { verdict: "failed", class: "tls_untrusted" } });
    expect(said(refused, "rate").what).toBe(english.diagnosis.waitsForSteps);
    const report = fixtureDiagnosis({ credentials: { verdict: "failed", class: "key_missing" } });
    const findings = report.findings.map((it) =>
      it.aspect === "credentials" ? it : { ...it, verdict: "untried" as const },
    );
    expect(said({ ...report, findings }, "proxy").what).toBe(english.diagnosis.waitsForKeys);
  });
});

describe("what decides", () => {
  it("is the first failure, else the first warning, else nothing", () => {
    expect(decidingFinding(fixtureDiagnosis())).toBeNull();
    const both = fixtureDiagnosis({
      clock: { verdict: "warning" },
      permission: { verdict: "failed", class: "not_permitted" },
    });
    expect(decidingFinding(both)?.aspect).toBe("permission");
    expect(decidingFinding(fixtureDiagnosis({ rate: { verdict: "warning" } }))?.aspect).toBe("rate");
  });
});
