import type { Texts } from "../index.svelte";
import type { Formats } from "../formats";

export const window = (f: Formats): Texts["window"] => ({
  facets: {
    all: "全部",
    unchecked: "未查询",
    unused: "未使用",
    expiring: "即将过期",
    used: "已使用，待绑定",
    bound: "已绑定",
    expired: "已过期",
    notReturned: "未返回",
    unrecognized: "未识别",
    failed: "查询失败",
    archived: "已归档",
  },
  checkEnded: (answered) => `查询完成：${f.number(answered)} 个邀请有应答`,
});
