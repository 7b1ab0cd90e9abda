import type { Texts } from "../../index.svelte";
import type { Formats } from "../../formats";

export const settings = (_f: Formats, store: string): Texts["dialogs"]["settings"] => ({
  title: "设置",
  language: "语言",
  languageSystem: "跟随系统",
  data: "台账文件",
  dataHint: "保存清单、邀请和查询结果，不含密钥。备份时请先关闭程序，再复制该文件。",
  keys: "密钥",
  keysKeychain: `保存在本机的${store}中，仅用于为发往腾讯云的查询签名。`,
  keysSession: `目前无法使用${store}：密钥保留到关闭程序为止。`,
  version: "版本",
  copyPath: "复制路径",
});
