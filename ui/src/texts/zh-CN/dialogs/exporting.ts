import type { Texts } from "../../index.svelte";
import type { Formats } from "../../formats";

export const exporting = (f: Formats): Texts["dialogs"]["exporting"] => ({
  saved: (rows) => `已导出 ${f.number(rows)} 个邀请`,
  showInFolder: "在文件夹中显示",
});
