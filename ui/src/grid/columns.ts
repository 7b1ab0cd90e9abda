/** The columns of the grid: what each shows of a row, and how wide it is. */
import type { Row, SortColumn } from "../backend";
import type { Formats } from "../texts/formats";
import type { Texts } from "../texts/index.svelte";
import { offsetName } from "../dialogs/zones";

export type ColumnId = Exclude<SortColumn, "imported">;

export type Column = {
  id: ColumnId;
  label: string;
  /** The tooltip of the header. */
  hint?: string;
  width: number;
  /** Its share of the room that is left over. */
  grow: number;
  text: (row: Row) => string;
  /** What the cell says when the pointer rests on it: the exact value. */
  title?: (row: Row) => string | undefined;
};

export const MIN_COLUMN_WIDTH = 64;
/** In less room the first column scrolls away with the others: staying, it would leave no room for them. */
export const PINNED_FROM = 400;

export function columnsFor(texts: Texts, formats: Formats, utcOffsetMinutes: number): Column[] {
  const words = texts.grid.columns;
  const zoned = texts.grid.zoneHint(offsetName(utcOffsetMinutes));
  const day = (id: ColumnId, label: string, width: number, value: (row: Row) => string | null): Column => ({
    id,
    label,
    hint: zoned,
    width,
    grow: 0,
    text: (row) => formats.wallDay(value(row) ?? ""),
    title: (row) => value(row) ?? undefined,
  });
  // What asks for something first: on a small screen, the rest is out of sight.
  return [
    { id: "stage", label: words.stage, width: 178, grow: 0, text: (row) => texts.stages.names[row.stage] },
    {
      id: "note",
      label: words.note,
      width: 188,
      grow: 2,
      text: (row) => row.note ?? "",
      title: (row) => row.note ?? undefined,
    },
    day("expiresAt", words.expiresAt, 178, (row) => (canExpire(row) ? row.expiresAt : null)),
    day("useTime", words.useTime, 108, (row) => row.useTime),
    day("bindTime", words.bindTime, 108, (row) => row.bindTime),
    day("createTime", words.createTime, 108, (row) => row.createTime),
    // Grouped digits would make a number of an identifier.
    { id: "clientUin", label: words.clientUin, width: 122, grow: 0, text: (row) => row.clientUin ?? "" },
    {
      id: "clientMail",
      label: words.clientMail,
      width: 168,
      grow: 1,
      text: (row) => row.clientMail ?? "",
      title: (row) => row.clientMail ?? undefined,
    },
    {
      id: "clientType",
      label: words.clientType,
      width: 142,
      grow: 0,
      text: (row) => texts.stages.clientType(row.clientType),
    },
    {
      id: "token",
      label: words.token,
      width: 152,
      grow: 0,
      text: (row) => row.token,
      title: (row) => row.token,
    },
    {
      id: "lastAnsweredAt",
      label: words.lastAnsweredAt,
      hint: texts.grid.ownClockHint,
      width: 142,
      grow: 0,
      text: (row) => (row.lastAnsweredAt === null ? "" : formats.instant(row.lastAnsweredAt)),
    },
  ];
}

/** Once a link is used its expiry means nothing any more: showing it would only ask for attention. */
export function canExpire(row: Pick<Row, "stage">): boolean {
  return row.stage === "unused" || row.stage === "expired";
}

/** Widths that fill the room: what is left over goes to the columns that grow, unless the user has set their width. */
export function layOut(
  columns: readonly Pick<Column, "id" | "width" | "grow">[],
  chosen: ReadonlyMap<ColumnId, number>,
  room: number,
): number[] {
  const base = columns.map((column) => chosen.get(column.id) ?? column.width);
  const spare = room - base.reduce((sum, width) => sum + width, 0);
  const shares = columns.map((column) => (chosen.has(column.id) ? 0 : column.grow));
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (spare <= 0 || total === 0) return base;
  return base.map((width, at) => width + Math.floor((spare * (shares[at] ?? 0)) / total));
}

/** A token in two parts, so that the middle gives way first: people compare beginnings and ends. */
export function tokenParts(token: string): [head: string, tail: string] {
  return token.length <= 12 ? [token, ""] : [token.slice(0, -6), token.slice(-6)];
}
