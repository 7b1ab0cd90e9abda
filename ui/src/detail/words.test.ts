import { describe, expect, it } from "vitest";
import { FixtureBackend } from "../../tests/fixtureBackend";
import { fixtureRow } from "../../tests/fixtureRows";
import type { Row } from "../backend";
import { en } from "../texts/en";
import { Formats } from "../texts/formats";
import type { Texts } from "../texts/index.svelte";
import { zhCN } from "../texts/zh-CN";
import { detailText, factsOf } from "./facts";
import { historyOf } from "./history";
import { changeLines, entryTitle } from "./historyWords";
import { stageWords } from "./stageWords";

const texts = en(new Formats("en-US"), "linux");
const row = (over: Partial<Row>): Row => ({ ...fixtureRow(0), ...over });

describe("the words about a stage", () => {
  it("count the days of a link that expires soon", () => {
    const words = (daysLeft: number) =>
      stageWords(texts, row({ stage: "unused", expiring: true, daysLeft })).meaning;
    expect(words(2)).toBe("The link is unused and stops working in 2 days.");
    expect(words(1)).toBe("The link is unused and stops working in 1 day.");
    expect(words(0)).toBe("The link is unused and stops working about now.");
    expect(words(-1)).toBe("The link is unused and stops working about now.");
  });

  it("are those of the stage otherwise", () => {
    expect(stageWords(texts, row({ stage: "bound", expiring: false })).next).toBe("Nothing to do.");
  });
});

describe("the facts about an invitation", () => {
  it("are raw, and only those that the service gave", () => {
    const facts = factsOf(
      texts,
      row({
        stage: "unused",
        createTime: "2026-11-01 10:00:00",
        expiresAt: null,
        useTime: null,
        bindTime: null,
        clientUin: null,
        clientMail: null,
        clientType: null,
        status: 7,
      }),
    );
    expect(facts).toEqual([
      { label: "Created", value: "2026-11-01 10:00:00" },
      { label: "Status code", value: "7" },
    ]);
  });

  it("say what a code means, and show one that nobody knows yet as it is", () => {
    const type = (language: Texts, clientType: number) =>
      factsOf(language, row({ clientType })).find(({ label }) => label === language.detail.fields.clientType)
        ?.value;
    expect([1, 2, 7].map((code) => type(texts, code))).toEqual([
      "1 (second-level reseller)",
      "2 (sub-customer)",
      "7",
    ]);
    expect(type(zhCN(new Formats("zh-CN"), "linux"), 1)).toBe("1（二级经销商）");
  });

  it("are copied with the zone and the RequestId", async () => {
    const backend = new FixtureBackend({ rows: 4 });
    const text = detailText(await backend.invitation(0), {
      utcOffsetMinutes: -210,
      expiringDays: 7,
      requestsPerSecond: 20,
    });
    expect(text).toContain(`InvitationToken: ${fixtureRow(0).token}`);
    expect(text).toContain("Times read as: UTC−03:30");
    expect(text).toContain("RequestId: 0bfb2fe8");
    expect(text).not.toContain("null");
  });
});

describe("the history in words", () => {
  it("names the news a manager waits for", async () => {
    const backend = new FixtureBackend({ rows: 4 });
    const { observations } = await backend.invitation(0);
    const [bound, used, first] = historyOf(observations);
    expect(bound && entryTitle(texts, bound)).toBe("Bound");
    expect(used && entryTitle(texts, used)).toBe("Binding pending");
    expect(first && entryTitle(texts, first)).toBe("First answer");
    expect(used && changeLines(texts, used)[0]).toBe("Status code: 1 (unused) → 2 (used)");
    expect(bound && changeLines(texts, bound)).toEqual([`Bound: ${fixtureRow(0).bindTime}`]);
  });
});
