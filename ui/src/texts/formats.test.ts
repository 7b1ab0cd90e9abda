import { describe, expect, it } from "vitest";
import { Formats } from "./formats";
import { localeFor, resolve } from "./index.svelte";

const british = new Formats("en-GB");
const american = new Formats("en-US");
const chinese = new Formats("zh-CN");

describe("formats", () => {
  it("count in the reader's language", () => {
    expect(american.count(1, "token", "tokens")).toBe("1 token");
    expect(american.count(1234, "token", "tokens")).toBe("1,234 tokens");
  });

  it("write the service's days as the reader does, in no other zone", () => {
    expect(british.wallDay("2026-01-31 23:59:59")).toBe("31 Jan 2026");
    expect(american.wallDay("2026-01-31 00:00:00")).toBe("Jan 31, 2026");
    expect(chinese.wallDay("2026-01-31 00:00:00")).toBe("2026/01/31");
  });

  it("leave alone what is no time", () => {
    for (const raw of ["", "soon", "2026-02-31 10:00:00", "2026-13-01 10:00:00", "0000-00-00 00:00:00"]) {
      expect(british.wallDay(raw)).toBe(raw);
    }
  });

  it("say how long ago", () => {
    const now = Date.parse("2026-11-22T09:30:00Z");
    expect(american.ago("2026-11-22T09:12:00Z", now)).toBe("18 minutes ago");
    expect(american.ago("2026-11-21T09:12:00Z", now)).toBe("yesterday");
    expect(american.ago("2026-11-22T09:29:58Z", now)).toBe("just now");
    expect(chinese.ago("2026-11-22T09:29:58Z", now)).toBe("刚刚");
    expect(chinese.ago("2026-11-22T09:12:00Z", now)).toBe("18分钟前");
    expect(american.ago("never", now)).toBe("never");
  });
});

describe("the language", () => {
  it("is Chinese on any Chinese system and English on every other", () => {
    expect(resolve("system", ["zh-Hant-TW", "en-US"])).toBe("zh-CN");
    expect(resolve("system", ["de-DE", "zh-CN"])).toBe("zh-CN");
    expect(resolve("system", ["de-DE"])).toBe("en");
    expect(resolve("zh-CN", ["en-US"])).toBe("zh-CN");
  });

  it("formats as the system's region of that language does", () => {
    expect(localeFor("en", ["de-DE", "en-AU"])).toBe("en-AU");
    expect(localeFor("en", ["de-DE"])).toBe("en-US");
    expect(localeFor("zh-CN", ["en-US"])).toBe("zh-CN");
  });
});
