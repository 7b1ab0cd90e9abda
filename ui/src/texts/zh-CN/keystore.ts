import type { Platform } from "../platform";

export const keystore: Record<Platform, string> = {
  windows: "“Windows 凭据管理器”",
  mac: "“钥匙串”",
  linux: "“系统密钥环”",
};
