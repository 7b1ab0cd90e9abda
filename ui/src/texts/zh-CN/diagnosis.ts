import type { Texts } from "../index.svelte";
import type { Formats } from "../formats";

export const diagnosis = (_f: Formats): Texts["diagnosis"] => ({
  diagnose: "诊断",
  diagnoseHint: "逐步检查到腾讯云的连接",
  title: "到腾讯云的连接",
  typedKeys: "使用当前输入、尚未保存的密钥",
  running: "正在逐步检查…",
  runningHint: "需要几秒钟，最多半分钟。不作任何改动。",
  stepsName: "到腾讯云的各个步骤",
  runAgain: "重新检查",
  copySupport: "复制支持信息",

  allGood: "一切正常",
  worksBut: (aspect) => `可以使用，但请留意：${aspect}`,
  stopsAt: (aspect) => `无法使用，问题：${aspect}`,
  keysFirst: "首先需要该账号的密钥",

  aspects: {
    proxy: "代理",
    nameResolution: "地址",
    connection: "网络",
    tls: "加密",
    clock: "时钟",
    credentials: "密钥",
    permission: "权限",
    rate: "请求频率",
  },

  verdicts: {
    good: "正常",
    warning: "请留意",
    failed: "有问题",
    untried: "未检查",
    notNeeded: "不需要",
  },

  proxyInUse: "使用中",

  good: {
    proxy: "请求经由本机设置的代理。",
    nameResolution: "已找到腾讯云的地址。",
    connection: "可以连接到腾讯云。",
    tls: "连接已加密，证书可信。",
    clock: "本机时钟准确。",
    credentials: "腾讯云接受这对密钥。",
    permission: "该用户可以查询邀请。",
    rate: "腾讯云正常受理请求。",
  },

  noProxy: "未设置代理，请求直接发出。",
  proxyFound: "已找到代理的地址。",
  proxyReached: "可以连接到代理。",
  noLookup: "没有需要查找的域名。",
  onThisComputer: "查询的是本机上的模拟服务，数据不会外传。",
  notNeededHere: "此处不需要。",
  waitsForSteps: "前面的步骤正常后才能检查。",
  waitsForKeys: "输入密钥后才能检查。",

  particular: {
    nameResolution: {
      offline: {
        what: "找不到腾讯云的地址。",
        mend: "通常是本机未联网：请打开任意网页试试。如果网页正常，请向 IT 询问为何找不到 intlpartnersmgt.intl.tencentcloudapi.com。",
      },
      proxy_refused: {
        what: "找不到代理。",
        mend: "代理可能只用于其他网络。请查看本机的代理设置，或联系 IT。",
      },
    },
    connection: {
      proxy_refused: {
        what: "代理没有响应。",
        mend: "代理可能已关闭，或只用于其他网络。请查看本机的代理设置，或联系 IT。",
      },
    },
    tls: {
      intercepted: {
        what: "响应的不是腾讯云。",
        mend: "常见于访客或酒店网络的登录页。请在浏览器中打开任意网页完成登录，或更换网络。",
      },
    },
    rate: {
      rate_limited: {
        what: "其他程序正在占用请求频率。",
        mend: "频率上限由贵公司的所有程序共享。查询会自动放慢；如需留出余量，请在“账号与密钥”中调低“查询速度上限”。",
      },
    },
  },
  general: {
    what: "这一步没有成功。",
    mend: "请复制支持信息并发给 IT。",
  },

  clockMend: "请将日期和时间设为自动同步：其他程序也依赖准确的时间。",
});
