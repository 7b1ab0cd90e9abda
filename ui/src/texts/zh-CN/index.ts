/**
 * 简体中文. Terms: invitation 邀请, token 令牌, list 清单, ledger 台账, account 账号, check 查询, stage 状态,
 * customer 客户, bound 已绑定, used 已使用, sample data 示例数据, import 导入, export 导出.
 */
import type { Texts } from "../index.svelte";
import type { Formats } from "../formats";
import type { Platform } from "../platform";
import { common } from "./common";
import { detail } from "./detail";
import { diagnosis } from "./diagnosis";
import { dialogs } from "./dialogs";
import { errors } from "./errors";
import { grid } from "./grid";
import { keystore } from "./keystore";
import { stages } from "./stages";
import { status } from "./status";
import { updates } from "./updates";
import { welcome } from "./welcome";
import { window } from "./window";

export const zhCN = (f: Formats, platform: Platform): Texts => {
  const store = keystore[platform];
  return {
    common: common(f),
    window: window(f),
    stages: stages(f),
    grid: grid(f),
    detail: detail(f),
    status: status(f),
    updates: updates(f),
    errors: errors(f, store),
    diagnosis: diagnosis(f),
    dialogs: dialogs(f, store),
    welcome: welcome(f, store),
  };
};
