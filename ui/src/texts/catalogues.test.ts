import { describe, expect, it } from "vitest";
import { en } from "./en";
import { errorDetails, errorWords } from "./errorWords";
import { Formats } from "./formats";
import { platformOf } from "./platform";
import { zhCN } from "./zh-CN";

const english = en(new Formats("en-US"), "linux");
const chinese = zhCN(new Formats("zh-CN"), "linux");

/** Every text with its path; functions are called with 1234, which serves as a number and as a name. */
function textsOf(node: unknown, path = ""): [string, string][] {
  if (typeof node === "string") return [[path, node]];
  if (typeof node === "function")
    return textsOf((node as (...args: unknown[]) => unknown)(1234, 1234, 1234), path);
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, child]) => textsOf(child, path === "" ? key : `${path}.${key}`));
}

describe("the catalogues", () => {
  it("say the same things", () => {
    expect(
      textsOf(chinese)
        .map(([path]) => path)
        .sort(),
    ).toEqual(
      textsOf(english)
        .map(([path]) => path)
        .sort(),
    );
  });

  it("leave nothing untranslated", () => {
    const same = new Set([
      "—",
      "RequestId",
      "UIN",
      "SecretId",
      "SecretKey",
      "Invite Ledger",
      "English",
      "简体中文",
    ]);
    const chineseTexts = new Map(textsOf(chinese));
    const untranslated = textsOf(english).filter(
      ([path, text]) => chineseTexts.get(path) === text && /[A-Za-z]{3}/.test(text) && !same.has(text),
    );
    expect(untranslated).toEqual([]);
  });

  it("call one thing by one name", () => {
    for (const [path, text] of textsOf(english)) expect(text, path).not.toMatch(/\bthe service\b/i);
    for (const [path, text] of textsOf(chinese)) expect(text, path).not.toMatch(/应答|答复|会话/);
  });

  it("name the place of the keys as its system does", () => {
    const named = (system: string) => {
      const platform = platformOf(system);
      const languages = [en(new Formats("en-US"), platform), zhCN(new Formats("zh-CN"), platform)];
      return languages.map(({ dialogs }) => dialogs.settings.keysKeychain).join();
    };
    expect(named("Win32")).toMatch(/In Windows Credential Manager,.*“Windows 凭据管理器”/);
    expect(named("MacIntel")).toMatch(/In the Keychain,.*“钥匙串”/);
    expect(named("Linux x86_64")).toMatch(/In the system keyring,.*“系统密钥环”/);
    for (const [path, text] of [...textsOf(english), ...textsOf(chinese)])
      expect(text, path).not.toMatch(/keychain|钥匙串/i);
  });

  it("set Chinese without blanks after its own punctuation, which brings its room along", () => {
    for (const [path, text] of textsOf(chinese)) expect(text, path).not.toMatch(/[，。：；、？！] /);
    expect(chinese.common.sentences("一。", "二。")).toBe("一。二。");
    expect(chinese.common.names("甲", "乙")).toBe("甲、乙");
  });

  it("never say undefined", () => {
    for (const [path, text] of [...textsOf(english), ...textsOf(chinese)]) {
      expect(text, path).not.toMatch(/undefined|NaN|\[object/);
    }
  });
});

describe("the words for an error", () => {
  it("tell what happened and how to mend it", () => {
    expect(errorWords(english, "clock_off")).toEqual(english.errors.words.clock_off);
  });

  it("are the general ones for a class of a newer version", () => {
    expect(errorWords(english, "quota_of_2031")).toEqual(english.errors.words.service_refused);
    expect(errorWords(english, "toString")).toEqual(english.errors.words.service_refused);
  });

  it("come with details that name the code and the RequestId", () => {
    const error = {
      code: "timed_out",
      message: "no answer in 30 s",
      requestId: "abc",
      retryable: true,
    } as const;
    expect(errorDetails(error)).toBe("Invite Ledger error: timed_out\nno answer in 30 s\nRequestId: abc");
  });
});
