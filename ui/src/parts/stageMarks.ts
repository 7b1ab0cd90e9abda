/** A shape for each stage, so that colour is never the only difference. Drawn in 16 × 16. */
import type { Facet, Row } from "../backend";

/** From an empty ring over a half to a full disc: how far the invitation has come. */
const RING = "M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11Z";

export type Mark = {
  /** Filled with the stage's colour. */
  fill?: string;
  /** Drawn in the stage's colour. */
  stroke?: string;
  /** Cut out of the fill, in the colour below. */
  cut?: string;
  dashed?: boolean;
};

export const MARKS: Record<Facet, Mark> = {
  all: { stroke: "M3 4.5h10M3 8h10M3 11.5h10" },
  unchecked: { stroke: RING, dashed: true },
  unused: { stroke: RING },
  expiring: { stroke: `${RING}M8 5v3.2l2.1 1.3` },
  used: { stroke: RING, fill: "M8 2.5a5.5 5.5 0 0 1 0 11Z" },
  bound: { fill: "M8 1.75a6.25 6.25 0 1 1 0 12.5 6.25 6.25 0 0 1 0-12.5Z", cut: "M5.2 8.2l2 2 3.7-4.2" },
  expired: { stroke: `${RING}M4.2 11.8l7.6-7.6` },
  notReturned: { stroke: `${RING}M5.5 8h5` },
  unrecognized: { stroke: "M8 1.75 14.25 8 8 14.25 1.75 8ZM8 5v3.4M8 10.7v.1" },
  failed: { fill: "M8 1.75 14.75 13.5H1.25Z", cut: "M8 6v3.6M8 11.5v.1" },
  archived: { stroke: "M2.25 3.25h11.5v3H2.25ZM3.25 6.25v6.5h9.5v-6.5M6.25 8.75h3.5" },
};

/** The stage as the grid shows it: an unused link about to expire has a mark of its own. */
export function markOf(row: Pick<Row, "stage" | "expiring">): Facet {
  return row.stage === "unused" && row.expiring ? "expiring" : row.stage;
}

/** The design token with the stage's colour. */
export function colourOf(facet: Facet): string {
  const names: Partial<Record<Facet, string>> = { notReturned: "not-returned", all: "unchecked" };
  return `var(--stage-${names[facet] ?? facet})`;
}
