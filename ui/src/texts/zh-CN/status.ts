import type { Texts } from "../index.svelte";
import type { Formats } from "../formats";

export const status = (f: Formats): Texts["status"] => ({
  name: "运行状况",
  starting: "正在开始查询…",
  checking: (done, total) => `正在查询 ${f.number(done)} / ${f.number(total)}`,
  checkingOf: (account, done, total) => `${account}：正在查询 ${f.number(done)} / ${f.number(total)}`,
  rate: (perSecond) => `每秒 ${f.number(perSecond)} 个`,
  secondsLeft: (seconds) =>
    seconds < 60
      ? `还需 ${f.number(Math.max(1, Math.round(seconds)))} 秒`
      : `还需 ${f.number(Math.round(seconds / 60))} 分钟`,
  failedSoFar: (n) => `失败 ${f.number(n)}`,
  throttled: "已放慢",
  retrying: "正在重试",
  waiting: {
    short: "等待中",
    network: "正在等待网络。",
    service: "正在等待腾讯云。",
    nextTry: (seconds) => (seconds > 0 ? `${f.number(seconds)} 秒后重试。` : "正在重试…"),
    done: (done, total) => `已完成 ${f.number(done)} / ${f.number(total)}，没有任何丢失，恢复后会自动继续。`,
    nothingLost: "没有任何丢失，恢复后会自动继续。",
  },
  stopping: "正在停止，已查到的结果都会保留。",
  progressName: "查询进度",
  cancel: "取消查询",

  never: "尚未查询",
  checkedElsewhere: "已随其他清单查询",
  lastCheck: (ago) => `上次查询：${ago}`,
  ends: { completed: "", cancelled: "已取消", stopped: "已中止", interrupted: "因程序退出而中断" },
  comma: "，",
  answered: (n) => `有结果 ${f.number(n)}`,
  notReturned: (n) => `腾讯云无记录 ${f.number(n)}`,
  failed: (n) => `失败 ${f.number(n)}`,
  unasked: (n) => `未查询 ${f.number(n)}`,
  continueCheck: "继续",
  continueHint: (n) => `只查询没有结果的 ${f.number(n)} 个`,
  details: "详情",
  hideDetails: "收起详情",
  detailsTitle: "上次查询中的问题",
  invitations: (n) => `${f.number(n)} 个邀请`,
  dismiss: "知道了",
  endedAs: {
    completed: "查询完成",
    cancelled: "查询已取消",
    stopped: "查询已中止",
    interrupted: "查询已中断",
  },
  newlyBound: (n) => `新增已绑定 ${f.number(n)}`,
  newlyUsed: (n) => `新增待绑定 ${f.number(n)}`,
  nothingNew: "没有变化",
  ended: (how, ...what) => `${how}：${what.join("，")}`,
});
