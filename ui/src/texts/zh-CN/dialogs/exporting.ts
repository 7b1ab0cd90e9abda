import type { Texts } from "../../index.svelte";
import type { Formats } from "../../formats";

export const exporting = (f: Formats): Texts["dialogs"]["exporting"] => ({
  saved: (rows) => `已保存 ${f.number(rows)} 行`,
  showInFolder: "在文件夹中显示",
});
