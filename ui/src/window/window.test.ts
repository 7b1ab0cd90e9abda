import { fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import axe from "axe-core";
import { tick } from "svelte";
import { beforeEach, describe, expect, it } from "vitest";
import { callsOf, startDesk } from "../../tests/startDesk";
import App from "../App.svelte";

beforeEach(() => localStorage.clear());

async function openWindow(...[options]: Parameters<typeof startDesk>) {
  const { backend, desk } = await startDesk({ rows: 320, lastCheck: {}, ...options });
  render(App, { desk });
  await waitFor(() => expect(desk.view.rowAt(0)).toBeDefined());
  return { backend, desk, grid: screen.getByRole("grid") };
}

/** The cell that the keyboard is on. */
function activeCell(grid: HTMLElement): HTMLElement | null {
  return document.getElementById(grid.getAttribute("aria-activedescendant") ?? "");
}

const stage = (name: RegExp) =>
  within(screen.getByRole("region", { name: "Stages" })).getByRole("button", { name });

describe("the window", () => {
  it("shows where the invitations stand, and the rows", async () => {
    const { desk, grid } = await openWindow();
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("320 invitations");
    expect(grid.getAttribute("aria-rowcount")).toBe("321");
    expect(within(grid).getByText(desk.view.rowAt(0)?.note ?? "")).toBeDefined();
  });

  it("leads an account without invitations to the import, and counts no nothings", async () => {
    const { desk } = await startDesk({ rows: 0 });
    render(App, { desk });
    await screen.findByRole("heading", { name: "Import your invitation links" });
    expect(screen.queryByRole("region", { name: "Stages" })).toBeNull();
    await fireEvent.click(screen.getByRole("button", { name: "Import invitations…" }));
    expect(desk.dialogs.current?.kind).toBe("import");
  });

  it("filters by a stage, says so, and takes the filter away again", async () => {
    const { desk } = await openWindow();
    await fireEvent.click(stage(/^Bound/));
    await waitFor(() => expect(desk.view.current?.rows).toBe(desk.view.current?.counts.bound));
    expect(stage(/^Bound/).getAttribute("aria-pressed")).toBe("true");
    await fireEvent.click(screen.getByRole("button", { name: "Remove filter Stage: Bound" }));
    await waitFor(() => expect(desk.view.current?.rows).toBe(320));
  });

  it("says that nothing matches, and clears the search", async () => {
    const { desk } = await openWindow();
    await fireEvent.input(screen.getByRole("textbox", { name: "Search" }), { target: { value: "zzzz" } });
    await screen.findByText("Nothing matches “zzzz”");
    const [clear] = screen.getAllByRole("button", { name: "Clear search" }).slice(-1);
    await fireEvent.click(clear as HTMLElement);
    await waitFor(() => expect(desk.view.current?.rows).toBe(320));
  });

  it("searches for what is composed, not for the letters on the way, and leaves Esc to the input method", async () => {
    const { desk } = await openWindow();
    const field = screen.getByRole<HTMLInputElement>("textbox", { name: "Search" });
    await fireEvent.input(field, { target: { value: "hu" }, isComposing: true });
    expect(desk.view.search).toBe("");
    field.value = "湖";
    await fireEvent.compositionEnd(field);
    expect(desk.view.search).toBe("湖");
    await fireEvent.keyDown(field, { key: "Escape", isComposing: true });
    expect(desk.view.search).toBe("湖");
    await fireEvent.keyDown(field, { key: "Escape" });
    expect(desk.view.search).toBe("");
  });

  it("keeps its words until the answer is there: a cleared search does not blame the stages", async () => {
    const { backend, desk } = await openWindow();
    await fireEvent.input(screen.getByRole("textbox", { name: "Search" }), { target: { value: "zzzz" } });
    await screen.findByText("Nothing matches “zzzz”");
    let answer: () => void = () => undefined;
    const look = backend.look;
    backend.look = (query) => new Promise((done) => (answer = () => done(look(query))));
    desk.view.searchFor("");
    await tick();
    expect(screen.getByText("Nothing matches “zzzz”")).toBeDefined();
    answer();
    await screen.findByRole("grid");
  });

  it("sorts by a header and says how", async () => {
    const { backend, grid } = await openWindow();
    await fireEvent.click(within(grid).getByRole("button", { name: "Created" }));
    await waitFor(() =>
      expect(callsOf(backend, "look").at(-1)?.[0]).toMatchObject({
        sort: { column: "createTime", descending: false },
      }),
    );
    expect(
      within(grid)
        .getByRole("columnheader", { name: /Created/ })
        .getAttribute("aria-sort"),
    ).toBe("ascending");
  });

  it("is walked through by the keyboard, and copies a token", async () => {
    const { backend, desk, grid } = await openWindow();
    await fireEvent.keyDown(grid, { key: "ArrowDown" });
    await fireEvent.keyDown(grid, { key: "ArrowRight" });
    expect(activeCell(grid)?.textContent).toContain(desk.view.rowAt(1)?.note ?? "nothing");
    await fireEvent.keyDown(grid, { key: "c", ctrlKey: true });
    expect(backend.copied).toBe(desk.view.rowAt(1)?.token);
    await fireEvent.keyDown(grid, { key: "ArrowUp" });
    await fireEvent.keyDown(grid, { key: "ArrowUp" });
    expect(activeCell(grid)?.getAttribute("role")).toBe("columnheader");
    await fireEvent.keyDown(grid, { key: "ArrowRight", shiftKey: true });
    expect(localStorage.getItem("column-widths")).toContain("note");
  });

  it("opens no row by the key that presses a header's button", async () => {
    const { desk, grid } = await openWindow();
    const header = within(grid).getByRole("button", { name: "Created" });
    header.focus();
    expect(await fireEvent.keyDown(header, { key: "Enter" })).toBe(true);
    expect(desk.view.detail).toBeNull();
    await fireEvent.click(header);
    expect(document.activeElement).toBe(grid);
    expect(activeCell(grid)?.textContent).toContain("Created");
  });

  it("opens a row's detail by Enter and closes it by Esc", async () => {
    const { desk, grid } = await openWindow();
    await fireEvent.keyDown(grid, { key: "Enter" });
    const detail = await screen.findByRole("complementary", { name: "Invitation" });
    expect(detail.textContent).toContain(desk.view.rowAt(0)?.token);
    await fireEvent.keyDown(window, { key: "Escape" });
    expect(screen.queryByRole("complementary", { name: "Invitation" })).toBeNull();
  });

  it("checks everything by one press, shows the progress, and cancels", async () => {
    const { backend } = await openWindow();
    await fireEvent.click(screen.getByRole("button", { name: "Check" }));
    expect(callsOf(backend, "startCheck")).toEqual([[{ account: 1, list: null, what: "all" }]]);
    backend.emit({ type: "checkProgress", progress: backend.progress() });
    expect((await screen.findByRole("progressbar")).getAttribute("value")).toBe("147");
    await fireEvent.click(screen.getByRole("button", { name: "Cancel check" }));
    expect(callsOf(backend, "cancelCheck")).toEqual([[8]]);
  });

  it("lets the check's button keep the keyboard while a check runs, and says why it rests", async () => {
    const { backend } = await openWindow();
    const button = screen.getByRole<HTMLButtonElement>("button", { name: "Check" });
    button.focus();
    await fireEvent.click(button);
    backend.emit({ type: "checkProgress", progress: backend.progress() });
    await screen.findByRole("progressbar");
    expect(document.activeElement).toBe(button);
    expect([button.disabled, button.title]).toEqual([false, "A check is already running"]);
    await fireEvent.click(button);
    const more = screen.getByRole("button", { name: "What to check" });
    await fireEvent.click(more);
    await fireEvent.keyDown(more, { key: "ArrowDown" });
    expect(screen.queryByRole("menu")).toBeNull();
    expect(callsOf(backend, "startCheck")).toHaveLength(1);
  });

  it("names the account of what is told when another one is on show, and mends that one", async () => {
    const { backend, desk } = await openWindow();
    const error = { code: "secret_key_wrong", message: "x", requestId: null, retryable: false } as const;
    backend.emit({ type: "checkProgress", progress: backend.progress() });
    await screen.findByText("Checking 147 of 320");
    await desk.select(2);
    await screen.findByText("Northwind Distribution: checking 147 of 320");
    backend.emit({ type: "checkEnded", report: backend.report({ end: "stopped", error }) });
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("Northwind Distribution: The SecretKey does not belong");
    await fireEvent.click(within(alert).getByRole("button", { name: "Enter keys…" }));
    expect(desk.dialogs.current).toMatchObject({ kind: "account", account: { id: 1 }, focus: "keys" });
    desk.dialogs.close();
    await desk.select(1);
    await waitFor(() => expect(screen.getByRole("alert").textContent).not.toContain("Northwind"));
  });

  it("says why a check is slow", async () => {
    const { backend } = await openWindow();
    backend.emit({
      type: "checkProgress",
      progress: backend.progress({ state: "throttled", reason: "rate_limited" }),
    });
    await screen.findByText(/Slowed down · Tencent Cloud is receiving too many requests/);
  });

  it("says what a waiting check waits for, counts down in silence, and leads to the diagnosis", async () => {
    const { backend, desk } = await openWindow();
    const tell = (over: Parameters<typeof backend.progress>[0]) =>
      backend.emit({ type: "checkProgress", progress: backend.progress({ state: "waiting", ...over }) });
    tell({ reason: "unreachable", nextTryInSeconds: 12 });
    await screen.findByText("Trying again in 12 s.");
    const bar = screen.getByRole("region", { name: "Waiting for the network." });
    expect(bar.textContent).toContain("Tencent Cloud does not respond.");
    expect(bar.textContent).toContain("147 of 320 are done; nothing is lost.");
    const announced = () =>
      screen
        .getAllByRole("status")
        .map((status) => status.textContent.trim())
        .find((text) => text.startsWith("Waiting"));
    const first = announced();
    expect(first).toContain("Tencent Cloud does not respond.");
    tell({ reason: "unreachable", nextTryInSeconds: 11 });
    await screen.findByText("Trying again in 11 s.");
    expect(announced()).toBe(first);
    tell({ reason: "service_busy", nextTryInSeconds: 0 });
    await screen.findByText("Trying now…");
    expect(announced()).toContain("Waiting for Tencent Cloud. Tencent Cloud is busy.");
    await fireEvent.click(within(document.body).getByRole("button", { name: "Diagnose" }));
    expect(desk.dialogs.current).toMatchObject({ kind: "diagnosis", account: { id: 1 } });
    desk.dialogs.close();
    tell({ state: "running" });
    await waitFor(() => expect(announced()).toBeUndefined());
    expect(screen.queryByRole("region", { name: /Waiting/ })).toBeNull();
  });

  it("says what a person has to do before a waiting check can go on", async () => {
    const { backend } = await openWindow();
    backend.emit({
      type: "checkProgress",
      progress: backend.progress({ state: "waiting", reason: "intercepted", nextTryInSeconds: 30 }),
    });
    await screen.findByText(/Open a web page in the browser and sign in/);
  });

  it("leads from a check that an error stopped to the diagnosis", async () => {
    const error = { code: "not_permitted", message: "x", requestId: "r-9", retryable: false } as const;
    const { backend, desk } = await openWindow({
      lastCheck: { end: "stopped", returned: 100, unasked: 220, error },
    });
    await fireEvent.click(screen.getByRole("button", { name: "Diagnose" }));
    expect(desk.dialogs.current).toMatchObject({ kind: "diagnosis", account: { id: 1 } });
    await screen.findByText("Everything works");
    expect(callsOf(backend, "diagnose")).toEqual([[{ accountId: 1 }]]);
  });

  it("says what the last check has brought, as long as there is no newer one", async () => {
    await openWindow({ lastCheck: { newlyBound: 273, newlyUsed: 103 } });
    const bar = screen.getByRole("contentinfo", { name: "Status" });
    expect(bar.textContent).toContain("273 newly bound");
    expect(bar.textContent).toContain("103 newly pending");
    expect(bar.textContent).not.toContain("answered");
  });

  it("offers to continue a check that left something open", async () => {
    const { backend } = await openWindow({ lastCheck: { end: "cancelled", returned: 100, unasked: 220 } });
    await fireEvent.click(screen.getByRole("button", { name: "Continue" }));
    expect(callsOf(backend, "continueCheck")).toEqual([[7]]);
  });

  it("tells a failed call with its mend and its RequestId, and leads to the keys", async () => {
    const { backend, desk } = await openWindow();
    backend.failures.startCheck = {
      code: "secret_key_wrong",
      message: "x",
      requestId: "r-17",
      retryable: false,
    };
    await fireEvent.click(screen.getByRole("button", { name: "Check" }));
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("The SecretKey does not belong to this SecretId");
    expect(alert.textContent).toContain("r-17");
    await fireEvent.click(within(alert).getByRole("button", { name: "Enter keys…" }));
    expect(desk.dialogs.current).toMatchObject({ kind: "account", focus: "keys" });
  });

  it("marks sample data and leaves it by one press", async () => {
    const { backend } = await openWindow({ sample: true });
    expect(document.title).toContain("Sample data");
    await fireEvent.click(screen.getByRole("button", { name: "Leave sample data" }));
    expect(callsOf(backend, "leaveSample")).toHaveLength(1);
  });

  it("speaks Chinese from one moment to the next", async () => {
    const { desk } = await openWindow();
    await desk.setPreferences({ language: "zh-CN" });
    await screen.findByRole("button", { name: "查询" });
    expect(document.documentElement.lang).toBe("zh-CN");
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("320 个邀请");
  });

  it("has no accessibility faults that a machine can find", async () => {
    const { desk } = await openWindow({ lastCheck: { failed: 3, failures: [] } });
    await desk.view.open(3);
    // Contrast needs a real rendering: the end-to-end tests look at it.
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
});
