import type { RefusedReason } from "../../../backend";
import type { Formats } from "../../formats";

export const importing = (f: Formats) => {
  const invitations = (n: number) => f.count(n, "invitation", "invitations");
  const reasons: Record<RefusedReason, string> = {
    empty: "The link carries no token",
    masked: "Partly hidden by asterisks (*): what they hide cannot be guessed. Get the full link.",
    damaged: "A spreadsheet has turned it into a number and lost the token. Take it from the original.",
    noToken: "No token found here",
    tooLong: "Too long to be a token",
  };
  return {
    title: "Import invitations",
    lead: (account: string) => `Links or tokens, in any form. They are added to ${account}.`,

    dropHere: "Drop a file here",
    dropNow: "Let go to look at it",
    choose: "Choose a file…",
    takes: "Excel, CSV or TXT, up to 64 MB",
    pasteLabel: "Or paste text",
    pastePlaceholder: "Links, tokens, a table, a whole e-mail…",
    readText: "Continue",
    reading: "Looking for invitations…",
    nothingStored: "You see what was found before anything is stored.",

    another: "Choose something else",
    pastedText: "Pasted text",
    /** Follows the file's name. */
    readAs: (encoding: string) => `, read as ${encoding}`,
    found: (n: number) => `${invitations(n)} found`,
    foundNone: "No usable invitation found",
    noneRefused: (n: number) => `${f.count(n, "line was", "lines were")} refused; the reasons are below.`,
    noneEmpty:
      "Looked for links with RegisterToken= and for tokens standing alone. Check that this is the text or the file with the invitations.",
    figures: {
      new: "new",
      known: "already known",
      duplicates: "repeated",
      refused: "refused",
      unusual: "unusual",
    },
    unusualNote: (n: number) =>
      `${f.count(n, "invitation has", "invitations have")} a token that is not the usual 32 letters and digits. Imported all the same.`,

    tabs: "What was found",
    tabTokens: "Found",
    tabDuplicates: "Repeated",
    tabRefused: "Refused",
    line: "Line",
    token: "Token",
    note: "Note",
    reason: "Reason",
    text: "Text",
    firstSeen: "First on line",
    unusualMark: "unusual",
    onSheet: (sheet: string, place: string) => `${sheet}, ${place}`,
    lineColumn: (line: number, column: number) => `${f.number(line)}, column ${f.number(column)}`,
    more: (shown: number, all: number) => `The first ${f.number(shown)} of ${f.number(all)}`,
    duplicatesFolded: "Each invitation is imported once.",
    reasons,
    linkWithoutToken: "A link, but without RegisterToken=",

    target: "Put them in",
    newList: "A new list",
    newListName: "Name of the new list",
    existingList: "A list I have",
    existingListName: "List",
    listOption: (name: string, n: number) => `${name} (${f.number(n)})`,
    nameMissing: "Give the list a name.",
    nameTooLong: (most: number) => `At most ${f.number(most)} characters.`,
    defaultName: (day: string) => `Imported ${day}`,

    importNow: (n: number) => `Import ${invitations(n)}`,
    importAndCheck: (n: number) => `Import ${f.number(n)} and check`,
    importOnly: "Only import",
  };
};
