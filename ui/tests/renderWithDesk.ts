/** Renders a component the way the window does: with a desk that has started on a back end from memory. */
import { render } from "@testing-library/svelte";
import type { Component, ComponentProps } from "svelte";
import { deskContext } from "../src/state/context";
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

// The instance's exports do not matter to a test that looks at the page only.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export function renderOn<C extends Component<any>>(desk: Desk, component: C, props: ComponentProps<C>) {
  return render(component, { props, context: deskContext(desk) });
}

/** The arguments of each call of that name, in order. */
export function callsOf(backend: FixtureBackend, name: string): unknown[][] {
  return backend.calls.filter(([called]) => called === name).map(([, ...args]) => args);
}
