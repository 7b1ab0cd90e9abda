import type { Texts } from "../index.svelte";
import type { Formats } from "../formats";

export const welcome = (_f: Formats, store: string): Texts["welcome"] => ({
  title: "每个邀请的进展，一目了然",
  lead:
    "您向客户发出邀请链接之后，腾讯云既不提供链接清单，60 天后也不再保留记录。" +
    "Invite Ledger 替您记账：谁用了链接、谁已绑定、哪些即将过期，并可导出到 Excel。",
  addAccount: "添加账号",
  addAccountHint: "需要合作伙伴账号的 SecretId 和 SecretKey。",
  sample: "先看示例数据",
  sampleHint: "客户均为虚构。无需任何设置，数据不会离开本机。",
  keysInKeychain: `密钥保存在本机的${store}中。`,
  keysForSession: `目前无法使用${store}，关闭程序后密钥即被清除。`,
  talksToCloud: "Invite Ledger 只与腾讯云通信。",
  talksToCloudAndUpdates: "Invite Ledger 只与腾讯云通信，另外仅检查自身的更新（可在“设置”中关闭）。",

  ledgerProblem: {
    damagedTitle: "台账文件已损坏",
    damagedLead:
      "Invite Ledger 无法读取该文件，也没有改动它。您可以把它移到一旁，从一个空的新台账开始。损坏的文件会保留：专业人员或许还能恢复部分内容，也可以用备份替换。",
    newerTitle: "台账由更新版本的程序创建",
    newerLead:
      "当前版本不认识该文件的格式，也没有改动它。请安装最新版本后继续使用；也可以把它移到一旁，从一个空的新台账开始，原文件会保留。",
    otherTitle: "无法打开台账",
    file: "台账文件",
    keysNote: "账号信息也保存在台账中：新台账需要重新添加账号。",
    setAside: "保留原文件，新建台账",
    doneTitle: "新台账已就绪",
    doneLead: "原文件保留在：",
  },

  copyPath: "复制路径",
  version: (version) => `版本 ${version}`,
});
