import type { Formats } from "../../formats";

export const exporting = (f: Formats) => ({
  saved: (rows: number) => `${f.count(rows, "row", "rows")} saved`,
  showInFolder: "Show in folder",
});
