import type { Platform } from "../platform";

/** Where keys are kept, as people find it on their computer. */
export const keystore: Record<Platform, string> = {
  windows: "Windows Credential Manager",
  mac: "the Keychain",
  linux: "the system keyring",
};
