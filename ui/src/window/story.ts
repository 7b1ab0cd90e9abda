/** Where the invitations stand, in one line and one bar. */
import type { Counts, Facet } from "../backend";

/** What a manager asks first; the rest is in the sidebar. */
const TOLD = ["bound", "used", "expiring", "failed", "unchecked"] as const;
export type Told = (typeof TOLD)[number];

export function storyOf(counts: Counts): Told[] {
  return TOLD.filter((facet) => counts[facet] > 0);
}

export type Segment = { facet: Facet; rows: number };

/** The stages side by side without overlap: what expires soon is cut out of what is unused. */
export function segmentsOf(counts: Counts): Segment[] {
  const unused = Math.max(0, counts.unused - counts.expiring);
  const segments: Segment[] = [
    { facet: "bound", rows: counts.bound },
    { facet: "used", rows: counts.used },
    { facet: "unused", rows: unused },
    { facet: "expiring", rows: counts.expiring },
    { facet: "expired", rows: counts.expired },
    { facet: "unrecognized", rows: counts.unrecognized },
    { facet: "notReturned", rows: counts.notReturned },
    { facet: "unchecked", rows: counts.unchecked },
  ];
  return segments.filter(({ rows }) => rows > 0);
}

/** The stages of the sidebar, in the order of an invitation's life; rare ones only when there are any. */
export function facetsOf(counts: Counts | undefined): Facet[] {
  const always: Facet[] = [
    "all",
    "unchecked",
    "unused",
    "expiring",
    "used",
    "bound",
    "expired",
    "notReturned",
  ];
  const rare: Facet[] = ["unrecognized"];
  const marks: Facet[] = ["failed", "archived"];
  return [...always, ...rare.filter((facet) => (counts?.[facet] ?? 0) > 0), ...marks];
}
