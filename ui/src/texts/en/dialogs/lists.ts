import type { Formats } from "../../formats";

export const lists = (f: Formats) => ({
  renameTitle: "Rename list",
  name: "Name",
  rename: "Rename",
  nameMissing: "Give the list a name.",
  nameTooLong: (most: number) => `At most ${f.number(most)} characters.`,
  nameTaken: "Another list has this name.",
  deleteTitle: (name: string) => `Delete the list ${name}?`,
  deleteBody: (n: number) =>
    n === 0
      ? "The list is empty."
      : `Only the list goes. Its ${f.count(n, "invitation stays", "invitations stay")} in the ledger, under All invitations.`,
  deleteConfirm: "Delete list",
});
