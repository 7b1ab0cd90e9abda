/** A population of invitations for tests and the preview page: the same for the same numbers, no clock. */
import type { Row, Stage } from "../src/backend";

const CUSTOMERS = [
  "Kopi Nusantara Group",
  "Meridian Freight & Logistics",
  "Aurora Health Systems",
  "Lumen Robotics",
  "云帆网络科技有限公司",
  "Santos & Pereira Importação",
  "Blue Heron Media",
  "Pacific Tide Seafood Trading Co., Ltd.",
  "北辰数据",
  "Nordlys Energi",
  "Casa Verde Hotels",
  "Siam Orchid Retail",
];

/** Days since creation, and the stage, in a cycle that holds every stage. */
const CYCLE: readonly { stage: Stage; age: number }[] = [
  { stage: "bound", age: 41 },
  { stage: "unused", age: 6 },
  { stage: "bound", age: 22 },
  { stage: "used", age: 12 },
  { stage: "unused", age: 26 },
  { stage: "expired", age: 38 },
  { stage: "unused", age: 15 },
  { stage: "bound", age: 71 },
  { stage: "unchecked", age: 0 },
  { stage: "bound", age: 9 },
  { stage: "unused", age: 2 },
  { stage: "notReturned", age: 0 },
  { stage: "expired", age: 55 },
  { stage: "bound", age: 30 },
  { stage: "used", age: 3 },
  { stage: "unused", age: 28 },
];

export const FIXTURE_NOW = "2026-11-22T09:30:00Z";

export function fixtureRow(id: number): Row {
  const { stage, age } = CYCLE[(id * 7 + (id >> 4)) % CYCLE.length] ?? { stage: "unused", age: 1 };
  const known = stage !== "unchecked" && stage !== "notReturned";
  const used = stage === "used" || stage === "bound";
  const failed = stage === "unchecked" && id % 3 === 0;
  const daysLeft = known && !used ? 30 - age : null;
  return {
    id,
    token: token(id),
    note: id % 5 === 4 ? null : (CUSTOMERS[id % CUSTOMERS.length] ?? null),
    stage,
    expiring: stage === "unused" && 30 - age <= 7,
    archived: known && age > 60,
    daysLeft,
    expiresAt: known ? wallTime(30 - age, id) : null,
    outcome: stage === "unchecked" ? "unasked" : stage === "notReturned" ? "notReturned" : "returned",
    lastAnsweredAt: stage === "unchecked" ? null : "2026-11-22T08:12:31Z",
    requestId: stage === "unchecked" ? null : "0bfb2fe8-1d0a-46e3-9d4f-5e3f9a1d77c2",
    failure: failed
      ? {
          class: "request_refused",
          code: "InvalidParameterValue",
          message: "The token is not valid.",
          requestId: "5f6c0d1e-90b3-4c2b-8a55-1f4ab0c3d9aa",
        }
      : null,
    createTime: known ? wallTime(-age, id) : null,
    status: known ? (used ? 2 : 1) : null,
    useTime: used ? wallTime(-age + 2, id + 3) : null,
    clientUin: used ? String(200_031_457_000 + id * 37) : null,
    clientMail: used
      ? `${"abcdefghkl".charAt(id % 10)}****@${id % 2 === 0 ? "example.com" : "kopi-nusantara.co.id"}`
      : null,
    clientType: used ? (id % 6 === 0 ? 1 : 2) : null,
    bindTime: stage === "bound" ? wallTime(-age + 4, id + 7) : null,
  };
}

/** 32 lower-case hex digits that look random and are not. */
function token(id: number): string {
  let text = "";
  let state = (id + 1) * 2_654_435_761;
  while (text.length < 32) {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 374_761_393) >>> 0;
    text += state.toString(16).padStart(8, "0");
  }
  return text;
}

/** The service's form, `days` from the fixture's day. */
function wallTime(days: number, seed: number): string {
  const at = new Date(Date.UTC(2026, 10, 22 + days, 9 + (seed % 9), (seed * 17) % 60, (seed * 31) % 60));
  return at.toISOString().slice(0, 19).replace("T", " ");
}
