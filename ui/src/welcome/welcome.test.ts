import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { callsOf, startDesk } from "../../tests/startDesk";
import type { CommandError, UpdatesView } from "../backend";
import { deskContext } from "../state/context";
import { t } from "../texts/index.svelte";
import LedgerProblem from "./LedgerProblem.svelte";
import Welcome from "./Welcome.svelte";

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const NO_UPDATE: UpdatesView = {
  atStart: "on",
  policyPath: "/etc/invite-ledger/policy.json",
  looked: null,
  stage: "idle",
  percent: null,
  offer: null,
  shown: false,
  problem: null,
};
const problem = (code: CommandError["code"]): CommandError => ({
  code,
  message: "database disk image is malformed",
  requestId: null,
  retryable: false,
});

describe("the first run", () => {
  it("offers two ways on: one’s account, and sample data", async () => {
    const { backend, desk } = await startDesk({ accounts: false });
    render(Welcome, { props: {}, context: deskContext(desk) });
    await press(/Add your account/);
    expect(desk.dialogs.current?.kind).toBe("addAccount");
    await press(/Explore with sample data/);
    await waitFor(() => expect(callsOf(backend, "openSample")).toHaveLength(1));
  });

  it("says where keys are kept, with a keychain and without", async () => {
    const { desk } = await startDesk({ accounts: false });
    const { unmount } = render(Welcome, { props: {}, context: deskContext(desk) });
    expect(screen.getByText(t().welcome.keysInKeychain, { exact: false })).toBeTruthy();
    unmount();
    const without = await startDesk({ accounts: false, keychainAvailable: false });
    render(Welcome, { props: {}, context: deskContext(without.desk) });
    expect(screen.getByText(t().welcome.keysForSession, { exact: false })).toBeTruthy();
  });

  it.each([
    [null, "talksToCloud"],
    ["on", "talksToCloudAndUpdates"],
    ["off", "talksToCloudAndUpdates"],
    ["offByPolicy", "talksToCloud"],
  ] as const)("says to whom the program talks, with updates %s", async (atStart, said) => {
    const updates = atStart === null ? null : { ...NO_UPDATE, atStart };
    const { desk } = await startDesk({ accounts: false, updates });
    render(Welcome, { props: {}, context: deskContext(desk) });
    expect(screen.getByText(t().welcome[said], { exact: false })).toBeTruthy();
  });

  it("says why the sample did not open", async () => {
    const { backend, desk } = await startDesk({ accounts: false });
    render(Welcome, { props: {}, context: deskContext(desk) });
    backend.failures.openSample = problem("internal");
    await press(/Explore with sample data/);
    await screen.findByText(t().errors.words.internal.what);
  });
});

describe("a ledger that cannot be opened", () => {
  it("is told as damaged, with its path, and can be set aside", async () => {
    const { backend, desk } = await startDesk({ ledgerProblem: problem("ledger_damaged") });
    render(LedgerProblem, { props: { problem: problem("ledger_damaged") }, context: deskContext(desk) });
    expect(screen.getByText("The ledger file is damaged")).toBeTruthy();
    expect(screen.getByText(desk.info?.ledgerPath ?? "none")).toBeTruthy();
    await press("Set it aside and start a new ledger");
    await waitFor(() => expect(callsOf(backend, "setLedgerAside")).toHaveLength(1));
    render(Welcome, { props: {}, context: deskContext(desk) });
    expect(screen.getByText(/ledger-2026-11-22\.sqlite3/)).toBeTruthy();
  });

  it("from a newer version is told as such", async () => {
    const { desk } = await startDesk();
    render(LedgerProblem, { props: { problem: problem("ledger_newer") }, context: deskContext(desk) });
    expect(screen.getByText("The ledger was made by a newer version")).toBeTruthy();
  });

  it("that is only busy is tried again, and never set aside", async () => {
    const { backend, desk } = await startDesk();
    render(LedgerProblem, { props: { problem: problem("ledger_busy") }, context: deskContext(desk) });
    expect(screen.queryByRole("button", { name: /Set it aside/ })).toBeNull();
    const before = callsOf(backend, "desk").length;
    await press("Try again");
    await waitFor(() => expect(callsOf(backend, "desk").length).toBeGreaterThan(before));
  });

  it("stays on show with the reason when it cannot be set aside", async () => {
    const { backend, desk } = await startDesk();
    render(LedgerProblem, { props: { problem: problem("ledger_damaged") }, context: deskContext(desk) });
    backend.failures.setLedgerAside = problem("ledger_failed");
    await press("Set it aside and start a new ledger");
    await screen.findByText(t().errors.words.ledger_failed.what);
  });

  it("copies details for the person who helps", async () => {
    const { backend, desk } = await startDesk();
    render(LedgerProblem, { props: { problem: problem("ledger_damaged") }, context: deskContext(desk) });
    await press("Copy details");
    expect(backend.copied).toContain("ledger_damaged");
    expect(backend.copied).toContain(desk.info?.ledgerPath);
  });
});
