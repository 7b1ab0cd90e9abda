import { mount } from "svelte";
import App from "./App.svelte";
import { tauriBackend } from "./backend/tauri";
import { Desk } from "./state/desk.svelte";
import "./styles/tokens.css";
import "./styles/base.css";

const target = document.getElementById("app");
if (target === null) throw new Error("index.html has an element #app");
const desk = new Desk(tauriBackend());
mount(App, { target, props: { desk } });
void desk.start();
