import type { Texts } from "../index.svelte";
import type { Formats } from "../formats";

export const stages = (f: Formats): Texts["stages"] => ({
  names: {
    all: "全部状态",
    unchecked: "未查询",
    unused: "未使用",
    expiring: "即将过期",
    used: "待绑定",
    bound: "已绑定",
    expired: "已过期",
    notReturned: "未返回",
    unrecognized: "未识别",
    failed: "查询失败",
    archived: "已归档",
  },
  archivedHint: "来自本地台账：邀请创建满 60 天后，腾讯云会删除其数据。",
  failedHint: "上次查询没有得到这个邀请的结果。",

  meaning: {
    unchecked: "尚未向腾讯云查询过这个邀请。",
    unused: "客户还没有使用这个链接。",
    used: "客户已通过此链接申请，与您的绑定尚未完成。",
    bound: "客户已与您绑定。",
    expired: "链接在 30 天内无人使用，现已失效。",
    notReturned: "腾讯云没有返回这个邀请的任何信息，本地也没有以往记录。",
    unrecognized: "腾讯云返回了本版本不认识的状态。",
  },
  next: {
    unchecked: "运行一次查询即可了解它的状态。",
    unused: "暂时无需处理，可以提醒一下客户。",
    used: "请在合作伙伴控制台的待审核客户中查看缺少什么。",
    bound: "无需处理。",
    expired: "如果客户仍有意向，请重新发送邀请。",
    notReturned: "请与原始链接核对：可能输入有误、属于其他合作伙伴账号，或已超过 60 天。",
    unrecognized: "原始值见下方。更新版本的 Invite Ledger 可能认识它。",
  },
  expiringMeaning: (days) =>
    days > 0 ? `链接尚未使用，将在 ${f.number(days)} 天后失效。` : "链接尚未使用，即将失效。",
  expiringNext: "请今天提醒客户，或准备新的邀请。",
  daysLeft: (days) => (days > 0 ? `${f.number(days)} 天后` : "即将失效"),
  clientType: (type) =>
    type === null ? "" : type === 1 ? "二级经销商" : type === 2 ? "子客户" : `类型 ${type}`,
  clientTypeCode: (type) => (type === 1 ? "1（二级经销商）" : type === 2 ? "2（子客户）" : String(type)),
  statusCode: (status) => (status === 1 ? "1（未使用）" : status === 2 ? "2（已使用）" : String(status)),
});
