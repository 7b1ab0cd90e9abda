import type { Aspect, DiagnosisReport, Finding } from "../backend";
import { clockWords } from "../dialogs/clockWords";
import type { ErrorWords } from "../texts/errorWords";
import type { Texts } from "../texts/index.svelte";

/** What was found, and how to mend what is not good; one sentence or two each. */
export type FindingWords = { what: string; mend: string | null };

export function findingWords(finding: Finding, report: DiagnosisReport, texts: Texts): FindingWords {
  const words = texts.diagnosis;
  switch (finding.verdict) {
    case "good":
      return { what: inOrder(finding.aspect, report, texts), mend: null };
    case "notNeeded":
      return { what: notNeeded(finding.aspect, texts), mend: null };
    case "untried":
      return {
        what: comesAfterFailure(finding, report) ? words.waitsForSteps : words.waitsForKeys,
        mend: null,
      };
    case "warning":
    case "failed":
      return troubleWords(finding, report, texts);
  }
}

/** What decides: the first step that fails, or else the first that is worth a look. Null when all is well. */
export function decidingFinding({ findings }: DiagnosisReport): Finding | null {
  return (
    findings.find(({ verdict }) => verdict === "failed") ??
    findings.find(({ verdict }) => verdict === "warning") ??
    null
  );
}

function troubleWords(finding: Finding, report: DiagnosisReport, texts: Texts): ErrorWords {
  const words = texts.diagnosis;
  const { aspect, verdict } = finding;
  if (aspect === "clock" && verdict === "warning") {
    const off = clockWords(report.clockOffsetSeconds, texts.dialogs.connection);
    if (off !== null) return { what: off, mend: words.clockMend };
  }
  if (finding.class === null) return words.general;
  const particular = words.particular[aspect]?.[finding.class];
  if (particular !== undefined) return particular;
  const { what, mend } = texts.errors.words[finding.class];
  return { what: texts.common.sentence(what), mend };
}

/** With a proxy it is the proxy that is looked up and connected to. */
function inOrder(aspect: Aspect, { findings }: DiagnosisReport, { diagnosis: words }: Texts): string {
  const throughProxy = findings.some((it) => it.aspect === "proxy" && it.verdict !== "notNeeded");
  if (throughProxy && aspect === "nameResolution") return words.proxyFound;
  if (throughProxy && aspect === "connection") return words.proxyReached;
  return words.good[aspect];
}

function notNeeded(aspect: Aspect, { diagnosis: words }: Texts): string {
  switch (aspect) {
    case "proxy":
      return words.noProxy;
    case "nameResolution":
      return words.noLookup;
    case "tls":
      return words.onThisComputer;
    default:
      return words.notNeededHere;
  }
}

/** What is worth reading beside the sentence: who was reached and who signed, and all about what is not in order. */
export function detailOf({ aspect, verdict, detail }: Finding): string {
  switch (verdict) {
    case "good":
      return ON_THE_NETWORK.includes(aspect) ? detail : "";
    case "warning":
      // The sentence says all of it.
      return aspect === "clock" ? "" : detail;
    case "failed":
      return detail;
    default:
      return "";
  }
}

const ON_THE_NETWORK: readonly Aspect[] = ["proxy", "nameResolution", "connection", "tls"];

function comesAfterFailure(finding: Finding, { findings }: DiagnosisReport): boolean {
  return findings.slice(0, findings.indexOf(finding)).some(({ verdict }) => verdict === "failed");
}
