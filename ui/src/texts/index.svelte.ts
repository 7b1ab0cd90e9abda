/** The words of the page, in the language that is chosen now. Components read `t().grid.noMatch`. */
import type { LanguageChoice } from "../backend";
import { en } from "./en";
import { Formats } from "./formats";
import { platformOf } from "./platform";
import { zhCN } from "./zh-CN";

export type Texts = ReturnType<typeof en>;
export type LanguageTag = "en" | "zh-CN";

const platform = platformOf(navigator.platform);

class Language {
  choice = $state<LanguageChoice>("system");
  readonly tag: LanguageTag = $derived(resolve(this.choice, navigator.languages));
  readonly formats: Formats = $derived(new Formats(localeFor(this.tag, navigator.languages)));
  readonly texts: Texts = $derived((this.tag === "en" ? en : zhCN)(this.formats, platform));
}

export const language = new Language();

export function t(): Texts {
  return language.texts;
}

export function formats(): Formats {
  return language.formats;
}

/** Any Chinese system gets the Chinese page, everybody else the English one. */
export function resolve(choice: LanguageChoice, system: readonly string[]): LanguageTag {
  if (choice !== "system") return choice;
  const first = system.find((tag) => /^(en|zh)\b/i.test(tag));
  return first !== undefined && /^zh\b/i.test(first) ? "zh-CN" : "en";
}

/** The system's own region of that language decides how dates look: en-GB and en-US differ. */
export function localeFor(tag: LanguageTag, system: readonly string[]): string {
  const language = tag.slice(0, 2);
  return (
    system.find((candidate) => candidate.slice(0, 2).toLowerCase() === language) ??
    (tag === "en" ? "en-US" : tag)
  );
}
