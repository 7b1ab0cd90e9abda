import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { fixtureDiagnosis } from "../../tests/fixtureDiagnosis";
import { callsOf, startDesk } from "../../tests/startDesk";
import type { AccountView } from "../backend";
import { deskContext } from "../state/context";
import { language, t } from "../texts/index.svelte";
import AccountSettingsDialog from "./AccountSettingsDialog.svelte";
import Dialogs from "./Dialogs.svelte";
import ExportNotice from "./ExportNotice.svelte";
import SettingsDialog from "./SettingsDialog.svelte";

const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const dialog = () => screen.queryByRole("dialog");

describe("account settings", () => {
  async function open(over: Partial<AccountView> = {}) {
    const { backend, desk } = await startDesk();
    const onclose = vi.fn();
    render(AccountSettingsDialog, {
      props: {
        account: { ...(desk.account as AccountView), ...over },
        onclose,
      },
      context: deskContext(desk),
    });
    return { backend, desk, onclose };
  }

  it("begin with what is stored, and store what was changed", async () => {
    const { backend, onclose } = await open();
    await fireEvent.input(screen.getByLabelText("Account name"), { target: { value: "Northwind Asia" } });
    await fireEvent.input(screen.getByLabelText("Warn before a link expires"), { target: { value: "10" } });
    await fireEvent.input(screen.getByLabelText("Speed limit"), { target: { value: "5" } });
    await press("Save");
    await waitFor(() => expect(onclose).toHaveBeenCalled());
    expect(callsOf(backend, "updateAccount")).toEqual([
      [1, "Northwind Asia", { utcOffsetMinutes: 480, expiringDays: 10, requestsPerSecond: 5 }],
    ]);
  });

  it("say what their numbers count, also to who does not see it beside them", async () => {
    await open();
    const described = (label: string) =>
      (screen.getByLabelText(label).getAttribute("aria-describedby") ?? "")
        .split(" ")
        .map((id) => document.getElementById(id)?.textContent);
    const words = t().dialogs.accountSettings;
    expect(described("Warn before a link expires")).toEqual(["days ahead", words.expiringHint]);
    expect(described("Speed limit")).toEqual(["requests a second", words.ceilingHint(20)]);
    expect(described(words.zone)).toEqual([words.zoneHint]);
  });

  it("refuse numbers outside their range, each at its field", async () => {
    const { backend } = await open();
    const expiring = screen.getByLabelText("Warn before a link expires");
    await fireEvent.input(expiring, { target: { value: "31" } });
    await fireEvent.input(screen.getByLabelText("Speed limit"), { target: { value: "21" } });
    await press("Save");
    expect(screen.getByText("A whole number from 1 to 29.")).toBeTruthy();
    expect(screen.getByText("A whole number from 1 to 20.")).toBeTruthy();
    expect(document.activeElement).toBe(expiring);
    expect(callsOf(backend, "updateAccount")).toEqual([]);
  });

  it("lead to the diagnosis with the stored keys, and back", async () => {
    const { backend } = await open();
    await fireEvent.input(screen.getByLabelText("Account name"), { target: { value: "Northwind Asia" } });
    await press("Test connection");
    await screen.findByText("Everything works");
    expect(callsOf(backend, "diagnose")).toEqual([[{ accountId: 1 }]]);
    await fireEvent.click(screen.getAllByRole("button", { name: "Close" }).at(-1) as HTMLElement);
    expect(screen.queryByText("Everything works")).toBeNull();
    expect(screen.getByLabelText<HTMLInputElement>("Account name").value).toBe("Northwind Asia");
    expect(document.activeElement?.textContent.trim()).toBe("Test connection");
  });

  it("lead from refused keys to entering them", async () => {
    const { backend } = await open();
    backend.diagnosis = fixtureDiagnosis({ credentials: { verdict: "failed", class: "secret_id_unknown" } });
    await press("Test connection");
    await fireEvent.click(await screen.findByRole("button", { name: "Enter keys…" }));
    expect(screen.getByLabelText("SecretKey")).toBeTruthy();
    expect(screen.queryByRole("list", { name: "Steps on the way to Tencent Cloud" })).toBeNull();
  });

  it("say that keys are missing, and lead to entering them", async () => {
    await open({ keyPlace: "missing" });
    expect(screen.getByText(t().dialogs.accountSettings.keysMissing)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Test connection" })).toBeNull();
    await press("Replace keys…");
    expect(screen.getByLabelText("SecretKey")).toBeTruthy();
  });

  it("remove the account only after telling what is deleted, beginning at Cancel", async () => {
    const { backend, onclose } = await open({ invitations: 1218 });
    await press("Remove account…");
    const told = screen.getAllByRole("listitem").map((item) => item.textContent);
    expect(told).toEqual([
      "the keys (AKID••••••••MPLE)",
      "3 lists",
      "1,218 invitations with everything Tencent Cloud has answered about them",
    ]);
    expect(document.activeElement?.textContent.trim()).toBe("Cancel");
    expect(callsOf(backend, "removeAccount")).toEqual([]);
    await press("Remove account");
    await waitFor(() => expect(onclose).toHaveBeenCalled());
    expect(callsOf(backend, "removeAccount")).toEqual([[1, false]]);
  });

  it("offer to leave the keys where they are only when the keychain did not give them up", async () => {
    const { backend, onclose } = await open();
    await press("Remove account…");
    backend.failures.removeAccount = {
      code: "keychain_unavailable",
      message: "gone",
      requestId: null,
      retryable: false,
    };
    await press("Remove account");
    await screen.findByText(t().dialogs.accountSettings.keysMayStay, { exact: false });
    expect(screen.getByText("6b8f0c9e-key")).toBeTruthy();
    await press("Remove anyway");
    await waitFor(() => expect(onclose).toHaveBeenCalled());
    expect(callsOf(backend, "removeAccount")).toEqual([
      [1, false],
      [1, true],
    ]);
  });
});

describe("the dialog that is asked for", () => {
  async function host() {
    const { backend, desk } = await startDesk();
    render(Dialogs, { context: deskContext(desk) });
    return { backend, desk, account: desk.account as AccountView };
  }

  it("is none at first, and closes by its own button", async () => {
    const { desk } = await host();
    expect(dialog()).toBeNull();
    desk.dialogs.open({ kind: "settings" });
    await waitFor(() => expect(dialog()).not.toBeNull());
    await fireEvent.click(screen.getAllByRole("button", { name: "Close" })[0] as HTMLElement);
    expect(desk.dialogs.current).toBeNull();
  });

  it("renames a list, unless another has that name", async () => {
    const { backend, desk, account } = await host();
    const [list, other] = account.lists;
    if (list === undefined || other === undefined) throw new Error("the fixture has lists");
    desk.dialogs.open({ kind: "renameList", list });
    const field = await screen.findByLabelText<HTMLInputElement>("Name");
    expect(field.value).toBe(list.name);
    await fireEvent.input(field, { target: { value: other.name } });
    await press("Rename");
    expect(screen.getByText("Another list has this name.")).toBeTruthy();
    await fireEvent.input(field, { target: { value: " Winter " } });
    await press("Rename");
    await waitFor(() => expect(desk.dialogs.current).toBeNull());
    expect(callsOf(backend, "renameList")).toEqual([[list.id, "Winter"]]);
  });

  it("deletes a list after a yes, and stays with the reason when that fails", async () => {
    const { backend, desk, account } = await host();
    const [list] = account.lists;
    if (list === undefined) throw new Error("the fixture has lists");
    desk.dialogs.open({ kind: "deleteList", list });
    await screen.findByText(/Only the list goes/);
    backend.failures.deleteList = { code: "check_running", message: "", requestId: null, retryable: true };
    await press("Delete list");
    await screen.findByText(t().errors.words.check_running.what);
    await press("Delete list");
    await waitFor(() => expect(desk.dialogs.current).toBeNull());
    expect(callsOf(backend, "deleteList")).toEqual([[list.id], [list.id]]);
  });

  it("goes on to the imported list, and checks it when asked to", async () => {
    const { backend, desk, account } = await host();
    desk.dialogs.open({ kind: "import", account, preview: null, dropped: { path: "/tmp/July.csv" } });
    await screen.findByText("1,234 invitations found");
    await press("Import 1,234 and check");
    await waitFor(() => expect(callsOf(backend, "startCheck")).toHaveLength(1));
    expect(callsOf(backend, "startCheck")).toEqual([[{ account: 1, list: 1, what: "all" }]]);
    expect(desk.listId).toBe(1);
    expect(desk.dialogs.current).toBeNull();
  });

  it("is not thrown away by a press outside once something is entered or read", async () => {
    const { desk, account } = await host();
    const pressOutside = async () => {
      const outside = dialog() as HTMLElement;
      await fireEvent.pointerDown(outside);
      await fireEvent.click(outside);
    };
    desk.dialogs.open({ kind: "import", account, preview: null });
    await screen.findByRole("button", { name: "Choose a file…" });
    await pressOutside();
    expect(desk.dialogs.current).toBeNull();
    desk.dialogs.open({ kind: "import", account, preview: null, dropped: { path: "/tmp/July.csv" } });
    await screen.findByText("July.csv");
    await pressOutside();
    expect(desk.dialogs.current?.kind).toBe("import");
    const [list] = account.lists;
    if (list === undefined) throw new Error("the fixture has lists");
    desk.dialogs.open({ kind: "renameList", list });
    await fireEvent.input(await screen.findByLabelText("Name"), { target: { value: "Winter" } });
    await pressOutside();
    expect(desk.dialogs.current?.kind).toBe("renameList");
  });

  it("stays while its work runs, although the web view closes it, and goes when it is closed later", async () => {
    const { backend, desk, account } = await host();
    const [list] = account.lists;
    if (list === undefined) throw new Error("the fixture has lists");
    let finish: () => void = () => undefined;
    backend.deleteList = () => new Promise((done) => (finish = () => done(undefined)));
    desk.dialogs.open({ kind: "deleteList", list });
    await screen.findByText(/Only the list goes/);
    await press("Delete list");
    const open = dialog() as HTMLDialogElement;
    expect(await fireEvent.keyDown(open, { key: "Escape" })).toBe(false);
    // As Chromium does on a second Esc, without asking.
    open.close();
    expect(open.open).toBe(true);
    expect(desk.dialogs.current).not.toBeNull();
    finish();
    await waitFor(() => expect(desk.dialogs.current).toBeNull());
    desk.dialogs.open({ kind: "deleteList", list });
    await screen.findByText(/Only the list goes/);
    (dialog() as HTMLDialogElement).close();
    expect(desk.dialogs.current).toBeNull();
  });

  it("is not thrown away by a dropped file, unless it is the import itself", async () => {
    const { backend, desk } = await host();
    desk.dialogs.open({ kind: "addAccount" });
    backend.emit({ type: "filesDropped", paths: ["/tmp/a.csv"] });
    expect(desk.dialogs.current?.kind).toBe("addAccount");
    desk.dialogs.close();
    backend.emit({ type: "filesDropped", paths: ["/tmp/a.csv"] });
    await screen.findByText("a.csv");
  });
});

describe("settings", () => {
  it("change the language at once", async () => {
    const { backend, desk } = await startDesk();
    render(SettingsDialog, { props: { onclose: vi.fn() }, context: deskContext(desk) });
    try {
      await fireEvent.change(screen.getByLabelText("Language"), { target: { value: "zh-CN" } });
      await screen.findByText("台账文件");
      expect(callsOf(backend, "setPreferences")).toEqual([[{ language: "zh-CN" }]]);
    } finally {
      language.choice = "en";
    }
  });

  it("tell where the data is, and copy its path", async () => {
    const { backend, desk } = await startDesk();
    render(SettingsDialog, { props: { onclose: vi.fn() }, context: deskContext(desk) });
    await press("Copy path");
    await screen.findByRole("button", { name: "Copied" });
    expect(backend.copied).toBe(desk.info?.ledgerPath);
  });

  it("say in the same place that copying failed", async () => {
    const { backend, desk } = await startDesk();
    render(SettingsDialog, { props: { onclose: vi.fn() }, context: deskContext(desk) });
    backend.failures.copyText = { code: "internal", message: "", requestId: null, retryable: false };
    await press("Copy path");
    await screen.findByRole("button", { name: "Could not copy" });
    expect(desk.problem).toBeNull();
  });
});

it("after an export the file is named without its folder, and the folder is one press away", async () => {
  const { backend, desk } = await startDesk();
  const path = "C:\\Users\\Ana\\Documents\\July.csv";
  render(ExportNotice, {
    props: { file: { path, rows: 1218 }, onclose: vi.fn() },
    context: deskContext(desk),
  });
  expect(screen.getByText("July.csv")).toBeTruthy();
  expect(screen.getByText("Saved 1,218 invitations")).toBeTruthy();
  await press("Show in folder");
  expect(callsOf(backend, "revealFile")).toEqual([[path]]);
});
