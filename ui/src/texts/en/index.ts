/** The English catalogue, and the shape that every other one must have. */
import type { Formats } from "../formats";
import { common } from "./common";
import { dialogs } from "./dialogs";
import { errors } from "./errors";
import { welcome } from "./welcome";
import { window } from "./window";

export const en = (f: Formats) => ({
  common: common(f),
  window: window(f),
  errors: errors(f),
  dialogs: dialogs(f),
  welcome: welcome(f),
});
