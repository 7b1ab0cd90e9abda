/** What can be said about a pair of keys before anybody is asked. */
export type KeyProblem = "missing" | "hasBlank" | "isSecretId";

export type Trimmed = { text: string; trimmed: boolean };

/** Copying from a mail or a table brings blanks along, some of them invisible; the service refuses keys with any. */
export function trimKey(typed: string): Trimmed {
  const text = typed.replace(BLANKS_AROUND, "");
  return { text, trimmed: text !== typed };
}

export function secretIdProblem(typed: string): KeyProblem | null {
  return blankProblem(trimKey(typed).text);
}

export function secretKeyProblem(typed: string): KeyProblem | null {
  const { text } = trimKey(typed);
  // The two are copied from neighbouring cells: pasting the same one twice is the usual slip.
  if (SECRET_ID.test(text)) return "isSecretId";
  return blankProblem(text);
}

const BLANKS_AROUND = /^[\s\u200B-\u200D\u2060]+|[\s\u200B-\u200D\u2060]+$/g;
const SECRET_ID = /^(AKID|IKID)\w{28,}$/;

function blankProblem(text: string): KeyProblem | null {
  if (text === "") return "missing";
  return /\s/.test(text) ? "hasBlank" : null;
}
