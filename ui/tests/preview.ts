/**
 * The page without Rust: `npm run dev`, then /tests/preview.html?rows=1234&sample&language=zh-CN.
 * `window.preview` holds the desk and the fixture, to bring about any state by hand.
 */
import { mount } from "svelte";
import App from "../src/App.svelte";
import type { LanguageChoice } from "../src/backend";
import { Desk } from "../src/state/desk.svelte";
import "../src/styles/base.css";
import "../src/styles/tokens.css";
import { FixtureBackend } from "./fixtureBackend";

const wanted = new URLSearchParams(location.search);
const backend = new FixtureBackend({
  rows: Number(wanted.get("rows") ?? 1234),
  sample: wanted.has("sample"),
  accounts: !wanted.has("fresh"),
  keychainAvailable: !wanted.has("nokeychain"),
  language: (wanted.get("language") ?? "system") as LanguageChoice,
  lastCheck: wanted.has("unchecked") ? null : {},
  ledgerProblem: wanted.has("damaged")
    ? {
        code: "ledger_damaged",
        message: "database disk image is malformed",
        requestId: null,
        retryable: false,
      }
    : null,
});
const desk = new Desk(backend);
const target = document.getElementById("app");
if (target === null) throw new Error("preview.html has an element #app");
mount(App, { target, props: { desk } });
await desk.start();
Object.assign(window, { preview: { desk, backend } });
