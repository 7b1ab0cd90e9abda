import type { Texts } from "../../index.svelte";
import type { Formats } from "../../formats";

export const account = (f: Formats, store: string): Texts["dialogs"]["account"] => ({
  addTitle: "添加账号",
  addLead: "Invite Ledger 用合作伙伴账号的 API 密钥，向腾讯云查询邀请的状态。",
  replaceTitle: (label) => `更换“${label}”的密钥`,
  replaceLead: (masked) => `将取代 ${masked}。清单和邀请保持不变。`,

  label: "账号名称",
  labelHint: "便于您辨认，例如公司名称。",
  labelMissing: "请填写账号名称。",
  labelTaken: "已有同名账号，请换一个名称。",
  labelTooLong: (most) => `最多 ${f.number(most)} 个字符。`,
  secretId: "SecretId",
  secretIdMissing: "请填写 SecretId。",
  secretKey: "SecretKey",
  secretKeyMissing: "请填写 SecretKey。",
  keyHasBlank: "中间含有空白。请重新单独复制。",
  secretKeyIsId: "这看起来是 SecretId。SecretKey 是这一对密钥中的另一个。",
  trimmed: "已去除首尾空白。",

  whereTitle: "在哪里找到密钥？",
  whereSteps: [
    "用合作伙伴账号登录腾讯云控制台，或请管理员操作。",
    "在“访问管理”中打开“API 密钥”页面。",
    "新建密钥并复制两个值。SecretKey 只在此时显示一次：如果没有保存，请再新建一个密钥。",
  ],
  wherePolicy: "使用只读权限的子用户即可：",
  whereTest: "“测试连接”会告诉您该密钥能否查询邀请。",
  copyAddress: "复制网址",

  keptInKeychain: `保存在本机的${store}中，不再显示。`,
  keptForSession: `目前无法使用${store}。密钥仅在本次运行期间保留，关闭程序后需要重新输入。`,

  add: "添加账号",
  addAnyway: "仍然添加",
  replace: "更换密钥",
  replaceAnyway: "仍然更换",
  untested: "尚未测试",
  testFailed: "测试未通过",
  tested: "测试通过",

  savedForSessionTitle: "已添加，仅限本次运行",
  savedForSessionBody: `密钥未能保存到${store}。密钥保留到关闭程序为止，之后请在“账号与密钥”中重新输入。`,
});

export const connection = (f: Formats): Texts["dialogs"]["connection"] => ({
  test: "测试连接",
  testAgain: "重新测试",
  testing: "正在询问腾讯云…",
  works: "连接正常",
  roundTrip: (milliseconds) => `用时 ${f.number(milliseconds)} 毫秒`,
  trimmed: "已去除密钥首尾的空白。",
  clockBehind: (span) => `本机时钟慢了 ${span}，Invite Ledger 会自动校正。`,
  clockAhead: (span) => `本机时钟快了 ${span}，Invite Ledger 会自动校正。`,
  seconds: (n) => `${f.number(n)} 秒`,
  minutes: (n) => `${f.number(n)} 分钟`,
  hours: (n) => `${f.number(n)} 小时`,
  days: (n) => `${f.number(n)} 天`,
  years: (n) => `${f.number(n)} 年`,
  howTested: "只发送一次只读查询，不作任何改动。",
});
