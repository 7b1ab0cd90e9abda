import type { Texts } from "../index.svelte";
import type { Formats } from "../formats";

export const grid = (f: Formats): Texts["grid"] => ({
  name: "邀请",
  columns: {
    imported: "导入顺序",
    stage: "状态",
    note: "客户或备注",
    token: "令牌",
    createTime: "创建时间",
    expiresAt: "过期时间",
    useTime: "使用时间",
    bindTime: "绑定时间",
    clientUin: "客户 UIN",
    clientMail: "邮箱",
    clientType: "类型",
    lastAnsweredAt: "上次查询",
  },
  zoneHint: (zone) => `腾讯云返回的时间，按 ${zone} 计算`,
  ownClockHint: "本机最近一次查到结果的时间（本地时间）",
  headerHint: "按 Enter 排序，Shift 加左右方向键调整列宽。",
  resize: (column) => `“${column}”的列宽，双击恢复默认。`,
  widthNow: (column, pixels) => `${column}：宽 ${f.number(pixels)} 像素`,
  copied: "令牌已复制",

  emptyAccount: "导入您的邀请链接",
  emptyAccountMend: "Excel 表格、名单、整封邮件中的链接都能识别。把文件拖到窗口任意位置，或点击“导入”。",
  emptyList: "这个清单是空的",
  emptyListMend: "可以把邀请导入到这里，或选择其他清单。",
  import: "导入邀请…",
  noMatch: (search) => `没有与“${search}”匹配的邀请`,
  noMatchMend: "搜索范围包括令牌、客户、备注、UIN 和邮箱。",
  noMatchIn: (search, stage) => `“${stage}”中没有与“${search}”匹配的邀请`,
  clearSearch: "清除搜索",
  noneOf: (stage) => `没有“${stage}”的邀请`,
  noneOfMend: {
    expiring: "没有即将过期的未使用链接，不必着急。",
    failed: "查询过的邀请都有结果。",
    unchecked: "每个邀请都至少查询过一次。",
    archived: "这里没有超过 60 天的邀请。",
  },
  showAll: "显示全部",
});
