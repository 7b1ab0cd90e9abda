import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import axe from "axe-core";
import { describe, expect, it, vi } from "vitest";
import { callsOf, startDesk } from "../../tests/startDesk";
import type { UpdatesView } from "../backend";
import Dialogs from "../dialogs/Dialogs.svelte";
import SettingsDialog from "../dialogs/SettingsDialog.svelte";
import { deskContext } from "../state/context";
import { language } from "../texts/index.svelte";
import UpdateBar from "./UpdateBar.svelte";

/** What is seen, beside what is read out. */
const headings = () => screen.getAllByText(/./, { selector: "strong" }).map((it) => it.textContent);
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));

function found(over: Partial<UpdatesView> = {}): UpdatesView {
  return {
    atStart: "on",
    policyPath: "/etc/invite-ledger/policy.json",
    looked: "2026-11-22T09:00:00Z",
    stage: "offered",
    percent: null,
    offer: {
      version: "0.2.0",
      date: "2026-11-20",
      notes: "- Quicker\n- <b>Bold</b>",
      installable: true,
    },
    shown: true,
    problem: null,
    ...over,
  };
}

async function bar(updates: UpdatesView | null) {
  const { backend, desk } = await startDesk({ updates });
  render(UpdateBar, { context: deskContext(desk) });
  render(Dialogs, { context: deskContext(desk) });
  return { backend, desk };
}

describe("the bar", () => {
  it("is not there without an offer, nor when it was put off", async () => {
    for (const updates of [
      null,
      found({ stage: "upToDate", offer: null, shown: false }),
      found({ shown: false }),
    ]) {
      await bar(updates);
      expect(screen.queryByRole("complementary")).toBeNull();
      expect(screen.queryByText(/0\.2\.0/)).toBeNull();
    }
  });

  it("offers what can be done, and does it", async () => {
    const { backend } = await bar(found());
    expect(headings()).toEqual(["Invite Ledger 0.2.0 is available."]);
    for (const [name, call] of [
      ["Later", "postponeUpdate"],
      ["Skip this version", "skipUpdate"],
      ["Install and restart", "installUpdate"],
    ] as const) {
      await press(name);
      expect(callsOf(backend, call)).toEqual([[]]);
    }
  });

  it("leads to the download page where the program cannot replace itself", async () => {
    const view = found();
    const { backend } = await bar({ ...view, offer: view.offer && { ...view.offer, installable: false } });
    expect(screen.queryByRole("button", { name: "Install and restart" })).toBeNull();
    await press("Open download page");
    expect(callsOf(backend, "openDownloadPage")).toEqual([[]]);
    expect(callsOf(backend, "installUpdate")).toEqual([]);
  });

  it("follows the download, the wait for a check, and the installing", async () => {
    const { backend } = await bar(found());
    const happens = (over: Partial<UpdatesView>) => {
      backend.emit({ type: "updatesChanged", updates: found(over) });
    };
    happens({ stage: "downloading", percent: 43 });
    await screen.findByText("Downloading version 0.2.0… 43%");
    await press("Cancel update");
    expect(callsOf(backend, "postponeUpdate")).toEqual([[]]);
    happens({ stage: "waiting" });
    await screen.findByText("It is installed when the check has ended.");
    happens({ stage: "installing" });
    await screen.findByText("Installing version 0.2.0…");
    expect(screen.queryAllByRole("button")).toEqual([]);
  });

  it("reads a stage out once, however far the download is", async () => {
    const { backend } = await bar(found());
    const said = () => screen.getByRole("status").textContent;
    backend.emit({ type: "updatesChanged", updates: found({ stage: "downloading", percent: 1 }) });
    await screen.findByText(/… 1%/);
    const first = said();
    backend.emit({ type: "updatesChanged", updates: found({ stage: "downloading", percent: 2 }) });
    await screen.findByText(/… 2%/);
    expect(said()).toBe(first);
  });

  it("says why nothing was installed, and how to try again", async () => {
    const problem = {
      code: "update_refused",
      message: "signed by another key",
      requestId: null,
      retryable: false,
    } as const;
    const { backend } = await bar(found({ problem }));
    expect(headings()).toEqual(["The update is not genuine."]);
    await press("Copy details");
    expect(backend.copied).toContain("signed by another key");
    await press("Try again");
    expect(callsOf(backend, "installUpdate")).toEqual([[]]);
  });

  it("shows what is new as text, whatever it looks like", async () => {
    const { backend } = await bar(found());
    await press("What’s new…");
    const notes = await screen.findByRole("region", { name: "What’s new in 0.2.0" });
    expect(notes.textContent.trim()).toBe("- Quicker\n- <b>Bold</b>");
    expect(notes.querySelector("b")).toBeNull();
    expect(screen.getByText("Released Nov 20, 2026. You have 0.1.0.")).toBeTruthy();
    await fireEvent.click(screen.getAllByRole("button", { name: "Skip this version" }).at(-1) as HTMLElement);
    expect(callsOf(backend, "skipUpdate")).toEqual([[]]);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("is usable by everyone", async () => {
    await bar(found());
    await press("What’s new…");
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });

  it("speaks Chinese", async () => {
    try {
      const { desk } = await startDesk({ updates: found(), language: "zh-CN" });
      render(UpdateBar, { context: deskContext(desk) });
      expect(headings()).toEqual(["Invite Ledger 0.2.0 已发布。"]);
      expect(screen.getByRole("button", { name: "安装并重启" })).toBeTruthy();
    } finally {
      language.choice = "en";
    }
  });
});

describe("the settings", () => {
  async function settings(updates: UpdatesView | null) {
    const { backend, desk } = await startDesk({ updates });
    render(SettingsDialog, { props: { onclose: vi.fn() }, context: deskContext(desk) });
    return backend;
  }
  const atStart = () =>
    screen.queryByRole<HTMLInputElement>("checkbox", { name: "Look for a new version at start" });

  it("say nothing of updates in a build without them", async () => {
    await settings(null);
    expect(screen.queryByText("Updates")).toBeNull();
    expect(atStart()).toBeNull();
  });

  it("switch the look at start off and on", async () => {
    const backend = await settings(found({ stage: "idle", offer: null, shown: false }));
    expect(atStart()?.checked).toBe(true);
    await fireEvent.click(atStart() as HTMLElement);
    expect(callsOf(backend, "switchUpdates")).toEqual([[false]]);
  });

  it("look by hand, and say what came of it", async () => {
    const none = { offer: null, shown: false };
    const backend = await settings(found({ stage: "idle", ...none }));
    await press("Check for updates");
    expect(callsOf(backend, "lookForUpdate")).toEqual([[]]);
    const happens = (over: Partial<UpdatesView>) => {
      backend.emit({ type: "updatesChanged", updates: found(over) });
    };
    happens({ stage: "upToDate", ...none });
    await screen.findByText(/^You have the newest version\./);
    const problem = { code: "timed_out", message: "30 s", requestId: null, retryable: true } as const;
    happens({ stage: "idle", problem, ...none });
    await screen.findByText("The new version cannot be reached");
    happens({});
    await screen.findByText("Invite Ledger 0.2.0 is available.");
    expect(screen.getByRole("button", { name: "What’s new…" })).toBeTruthy();
  });

  it("show the switch disabled, and who decided, when it was IT", async () => {
    for (const [atStartIs, says] of [
      ["offByPolicy", "Switched off by your IT department, in /etc/invite-ledger/policy.json."],
      [
        "policyUnreadable",
        "Off, because the policy file of your IT department cannot be read: /etc/invite-ledger/policy.json.",
      ],
    ] as const) {
      await settings(found({ atStart: atStartIs, stage: "idle", offer: null, shown: false }));
      await waitFor(() => expect(screen.getByText(says)).toBeTruthy());
      const boxes = screen.getAllByRole<HTMLInputElement>("checkbox");
      expect(boxes.every(({ disabled, checked }) => disabled && !checked)).toBe(true);
      expect(screen.queryByRole("button", { name: "Check for updates" })).toBeNull();
    }
  });
});
