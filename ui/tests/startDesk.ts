/** A desk that has started on a back end from memory, as the window has one. */
import { Desk } from "../src/state/desk.svelte";
import { language } from "../src/texts/index.svelte";
import { FixtureBackend, type FixtureOptions } from "./fixtureBackend";

export async function startDesk(options: FixtureOptions = {}) {
  const backend = new FixtureBackend({ language: "en", ...options });
  const desk = new Desk(backend);
  await desk.start();
  language.choice = options.language ?? "en";
  return { backend, desk };
}

/** The arguments of each call of that name, in order. */
export function callsOf(backend: FixtureBackend, name: string): unknown[][] {
  return backend.calls.filter(([called]) => called === name).map(([, ...args]) => args);
}
