import type { Texts } from "../../index.svelte";
import type { Formats } from "../../formats";

export const lists = (f: Formats): Texts["dialogs"]["lists"] => ({
  renameTitle: "重命名清单",
  name: "名称",
  rename: "重命名",
  nameMissing: "请填写清单名称。",
  nameTooLong: (most) => `最多 ${f.number(most)} 个字符。`,
  nameTaken: "已有同名清单。",
  deleteTitle: (name) => `删除清单“${name}”？`,
  deleteBody: (n) =>
    n === 0 ? "该清单为空。" : `只删除清单本身。其中的 ${f.number(n)} 个邀请仍保留在台账的“全部邀请”中。`,
  deleteConfirm: "删除清单",
});
