import type { Texts } from "../index.svelte";
import type { Formats } from "../formats";

export const updates = (f: Formats): Texts["updates"] => ({
  title: "更新",
  available: (version) => `Invite Ledger ${version} 已发布`,
  whatsNew: "更新内容…",
  skip: "跳过此版本",
  later: "以后再说",
  install: "安装并重启",
  openPage: "打开下载页面",
  cancel: "取消更新",
  downloading: (version, percent) =>
    percent === null ? `正在下载 ${version} 版…` : `正在下载 ${version} 版…（${f.percent(percent / 100)}）`,
  thenRestarts: "下载后程序会关闭台账并重新启动。",
  waiting: (version) => `${version} 版已就绪`,
  waitsForCheck: "将在查询结束后安装。",
  installing: (version) => `正在安装 ${version} 版…`,
  restarts: "程序会自动重新启动。",

  newIn: (version) => `${version} 版的更新内容`,
  released: (day) => `发布于 ${day}。`,
  youHave: (version) => `当前版本为 ${version}。`,
  noNotes: "没有关于更新内容的说明。",
  notByItself: "本机的程序由 IT 或软件包管理器安装，不会自行更新。请通过原来的途径或下载页面获取新版本。",

  atStart: "启动时检查新版本",
  atStartHint: "每天最多一次。未经您同意不会安装任何内容。",
  offByPolicy: (path) => `已由贵公司 IT 部门关闭，见 ${path}。`,
  policyUnreadable: (path) => `已关闭，因为无法读取贵公司 IT 部门的策略文件：${path}。`,
  look: "检查更新",
  upToDate: "已是最新版本。",
  looked: (at) => `上次检查：${at}。`,

  unreachable: "无法获取新版本",
  unreachableMend: "可能受网络、防火墙或代理影响。其他功能不受影响，请稍后重试。",
});
