import type { Texts } from "../../index.svelte";
import type { Formats } from "../../formats";

export const accountSettings = (f: Formats, store: string): Texts["dialogs"]["accountSettings"] => ({
  title: "账号与密钥",
  save: "保存",
  zone: "腾讯云时间的时区",
  zoneHint: "腾讯云返回的时间不带时区，通常为 UTC+08:00（北京时间）。此项影响过期的判断，时间仍按原样显示。",
  zoneDefault: (zone) => `${zone}（默认）`,
  expiringDays: "过期提醒",
  expiringUnit: "天前开始标为“即将过期”",
  expiringHint: "链接的有效期为 30 天。",
  expiringBad: (least, most) => `请填写 ${f.number(least)} 到 ${f.number(most)} 之间的整数。`,
  ceiling: "查询速度上限",
  ceilingUnit: "次/秒",
  ceilingHint: (most) =>
    `腾讯云对您的所有程序合计每秒允许 ${f.number(most)} 次。如果其他程序也需要，请调低。每次最多查询 100 个邀请。`,
  ceilingBad: (least, most) => `请填写 ${f.number(least)} 到 ${f.number(most)} 之间的整数。`,

  keys: "密钥",
  keysIn: { keychain: `保存在${store}中`, session: "仅限本次运行", missing: "缺失" },
  keysMissing: "本机没有该账号的密钥。更换密钥后才能再次查询。",
  keysSession: `密钥未能保存到${store}：关闭程序后需要重新输入。`,
  replaceKeys: "更换密钥…",

  remove: "移除账号…",
  removeTitle: (label) => `移除“${label}”？`,
  removeLead: "以下内容将从本机永久删除：",
  removeKeys: (masked) => `密钥（${masked}）`,
  removeLists: (n) => `${f.number(n)} 个清单`,
  removeInvitations: (n) => `${f.number(n)} 个邀请，以及腾讯云返回的全部记录`,
  removeWarning:
    "腾讯云在 60 天后不再保留链接：更早的邀请只在本台账中有记录。请先导出可能需要的内容。腾讯云上不会有任何改动。",
  removeConfirm: "移除账号",
  removeAnyway: "仍然移除",
  keysMayStay: `不经过它也可以移除账号，但密钥可能仍留在${store}中，请之后手动删除。它位于 Invite Ledger 之下，名称为：`,
});
