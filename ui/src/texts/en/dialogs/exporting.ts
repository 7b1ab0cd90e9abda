import type { Formats } from "../../formats";

export const exporting = (f: Formats) => ({
  saved: (rows: number) => `Saved ${f.count(rows, "invitation", "invitations")}`,
  showInFolder: "Show in folder",
});
