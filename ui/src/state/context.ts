/** The one object that components reach for without being handed it. */
import { getContext, setContext } from "svelte";
import type { Desk } from "./desk.svelte";

const DESK = Symbol("desk");

export function getDesk(): Desk {
  return getContext<Desk>(DESK);
}

export function provideDesk(desk: Desk): void {
  setContext(DESK, desk);
}

/** For tests: `render(Component, { props, context: deskContext(desk) })`. */
export function deskContext(desk: Desk): Map<unknown, unknown> {
  return new Map([[DESK, desk]]);
}
