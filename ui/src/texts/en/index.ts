/** The English catalogue, and the shape that every other one must have. */
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

export const en = (f: Formats, platform: Platform) => {
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
