import type { Texts } from "../index.svelte";
import type { Formats } from "../formats";

export const common = (f: Formats): Texts["common"] => ({
  productName: "Invite Ledger",
  ok: "确定",
  cancel: "取消",
  close: "关闭",
  back: "返回",
  copy: "复制",
  copied: "已复制",
  copyFailed: "复制失败",
  copyDetails: "复制详情",
  tryAgain: "重试",
  loading: "正在载入…",
  working: "请稍候…",
  requestId: "RequestId",
  invitations: (n) => `${f.number(n)} 个邀请`,
  sentence: (heading) => `${heading}。`,
  gap: "",
  sentences: (...all) => all.join(""),
  names: (...all) => all.join("、"),
  about: (account, said) => `${account}：${said}`,
  sampleMark: "示例",
  none: "—",
});
