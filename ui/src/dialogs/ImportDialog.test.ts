import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { callsOf, startDesk } from "../../tests/startDesk";
import type { AccountView, ErrorCode, ImportPreview } from "../backend";
import { deskContext } from "../state/context";
import { t } from "../texts/index.svelte";
import ImportDialog from "./ImportDialog.svelte";

const TOKEN = "7ac3e19b000000000000000000000001";
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const pasteField = () => screen.getByLabelText<HTMLTextAreaElement>("Or paste text");

type Over = {
  keyPlace?: AccountView["keyPlace"];
  path?: string;
  preview?: Partial<ImportPreview>;
  lists?: AccountView["lists"];
  openList?: number;
};

async function open(over: Over = {}) {
  const { backend, desk } = await startDesk();
  desk.listId = over.openList ?? null;
  const account = {
    ...(desk.account as AccountView),
    ...(over.lists && { lists: over.lists }),
    ...(over.keyPlace && { keyPlace: over.keyPlace }),
  };
  const given = over.preview && { ...(await backend.previewText(account.id, "")), ...over.preview };
  const onclose = vi.fn();
  const onstored = vi.fn();
  const { rerender, unmount } = render(ImportDialog, {
    props: {
      account,
      onclose,
      onstored,
      ...(over.path !== undefined && { dropped: { path: over.path } }),
      ...(given && { preview: given }),
    },
    context: deskContext(desk),
  });
  return { backend, desk, onclose, onstored, rerender, unmount };
}

describe("bringing tokens", () => {
  it("text that is pasted into the empty field is looked at without another press", async () => {
    const { backend } = await open();
    const clipboardData = { getData: () => TOKEN };
    await fireEvent.paste(pasteField(), { clipboardData });
    await screen.findByText("1 invitation found");
    expect(callsOf(backend, "previewText")).toEqual([[1, TOKEN]]);
  });

  it("text that is typed waits for Continue", async () => {
    const { backend } = await open();
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Continue" }).disabled).toBe(true);
    await fireEvent.input(pasteField(), { target: { value: TOKEN } });
    await press("Continue");
    await screen.findByText("1 invitation found");
    expect(callsOf(backend, "storeImport")).toEqual([]);
  });

  it("a file is chosen in the system’s dialog; dismissing that changes nothing", async () => {
    const { backend } = await open();
    const choose = backend.chooseFile;
    backend.chooseFile = () => Promise.resolve(null);
    await press("Choose a file…");
    expect(pasteField()).toBeTruthy();
    backend.chooseFile = choose;
    await press("Choose a file…");
    await screen.findByText("1,234 invitations found");
  });

  it("a dropped file is read; a second one takes its place, also the same one again", async () => {
    const { backend, rerender } = await open({ path: "/tmp/first.csv" });
    await screen.findByText("first.csv");
    await rerender({ dropped: { path: "/tmp/second.csv" } });
    await screen.findByText("second.csv");
    await rerender({ dropped: { path: "/tmp/second.csv" } });
    await waitFor(() => expect(callsOf(backend, "previewFile")).toHaveLength(3));
    const paths = callsOf(backend, "previewFile").map(([, path]) => path);
    expect(paths).toEqual(["/tmp/first.csv", "/tmp/second.csv", "/tmp/second.csv"]);
  });

  it.each<ErrorCode>([
    "file_too_large",
    "file_not_text",
    "file_is_workbook",
    "file_protected",
    "file_damaged",
    "file_unreadable",
  ])("%s is told with its mend, and the other ways stay open", async (code) => {
    const { backend } = await open();
    backend.failures.chooseFile = { code, message: "", requestId: null, retryable: false };
    await press("Choose a file…");
    await screen.findByText(t().errors.words[code].what);
    expect(screen.getByText(t().errors.words[code].mend)).toBeTruthy();
    expect(pasteField()).toBeTruthy();
  });
});

describe("the preview", () => {
  it("tells how many are new, known, unusual, repeated and refused", async () => {
    await open({ preview: { tokens: 1218, known: 18, unusual: 3, duplicates: 17, refused: 4 } });
    const figures = screen
      .getAllByRole("listitem")
      .map((item) => item.textContent.replace(/\s+/g, " ").trim());
    expect(figures).toEqual(["1,200 new", "18 already known", "3 unusual", "17 repeated", "4 refused"]);
  });

  it("shows each refused line with its place and reason", async () => {
    await open({
      preview: {
        tokens: 5,
        refused: 2,
        refusedSample: [
          { sheet: 0, line: 9, column: 2, excerpt: "7f3c****91ab", reason: "masked" },
          { sheet: 0, line: 12, column: null, excerpt: "1.2E+31", reason: "damaged" },
        ],
      },
    });
    await fireEvent.click(screen.getByRole("tab", { name: /Refused/ }));
    const rows = screen.getAllByRole("row").slice(1);
    expect(rows[0]?.textContent).toContain("9, column 2");
    expect(rows[0]?.textContent).toContain(t().dialogs.importing.reasons.masked);
    expect(rows[1]?.textContent).toContain(t().dialogs.importing.reasons.damaged);
  });

  it("tells the sheet of each place when a workbook has several", async () => {
    const token = "92b6e1a47c0d4f5e8a3b9c2d1e0f6a7b";
    await open({
      preview: {
        sheets: ["华东", "Contacts"],
        tokens: 1,
        duplicates: 1,
        refused: 1,
        tokenSample: [{ sheet: 0, line: 2, token, note: null, unusual: false }],
        duplicateSample: [{ sheet: 1, line: 3, firstSheet: 0, firstLine: 2, token }],
        refusedSample: [{ sheet: 1, line: 1, column: 2, excerpt: "****", reason: "masked" }],
      },
    });
    const row = () => screen.getAllByRole("row")[1]?.textContent;
    expect(row()).toContain("华东, 2");
    await fireEvent.click(screen.getByRole("tab", { name: /Repeated/ }));
    expect(row()).toContain("Contacts, 3");
    expect(row()).toContain("华东, 2");
    await fireEvent.click(screen.getByRole("tab", { name: /Refused/ }));
    expect(row()).toContain("Contacts, 1, column 2");
  });

  it("turns its tabs by the arrow keys", async () => {
    await open({ preview: { tokens: 5, duplicates: 1, refused: 1 } });
    const tab = (name: RegExp) => screen.getByRole("tab", { name });
    // The dialog begins on its main button, a moment after the preview is there.
    await waitFor(() => expect(document.activeElement?.textContent).toContain("Import 5 and check"));
    tab(/Found/).focus();
    await fireEvent.keyDown(tab(/Found/), { key: "ArrowLeft" });
    expect(tab(/Refused/).getAttribute("aria-selected")).toBe("true");
    expect(document.activeElement).toBe(tab(/Refused/));
  });

  it("without a usable token shows why, and offers no import", async () => {
    const { onclose } = await open({
      preview: {
        tokens: 0,
        refused: 1,
        tokenSample: [],
        refusedSample: [{ sheet: 0, line: 1, column: null, excerpt: "****", reason: "masked" }],
      },
    });
    expect(screen.getByText("No usable invitation found")).toBeTruthy();
    expect(screen.getByText(t().dialogs.importing.reasons.masked)).toBeTruthy();
    expect(screen.queryByRole("button", { name: /Import/ })).toBeNull();
    await press("Choose something else");
    expect(pasteField()).toBeTruthy();
    expect(onclose).not.toHaveBeenCalled();
  });
});

describe("storing", () => {
  it("goes into a new list that is named after the file", async () => {
    const { backend, onstored } = await open({ preview: { id: 5, tokens: 1, fileName: "July.csv" } });
    await press("Only import");
    await waitFor(() => expect(onstored).toHaveBeenCalledOnce());
    expect(callsOf(backend, "storeImport")).toEqual([[5, { newList: "July" }]]);
    expect(onstored.mock.calls[0]?.[1]).toBe(false);
  });

  it("or into a list that is there, first the one that is open, and is checked at once when that was asked for", async () => {
    const { backend, onstored } = await open({ preview: { id: 5, tokens: 2 }, openList: 2 });
    await fireEvent.click(screen.getByLabelText("A list I have"));
    await press("Import 2 and check");
    await waitFor(() => expect(onstored).toHaveBeenCalledOnce());
    expect(callsOf(backend, "storeImport")).toEqual([[5, { list: 2 }]]);
    expect(onstored.mock.calls[0]?.[1]).toBe(true);
  });

  it("by Enter is checked as well, for that is what people import for", async () => {
    const { onstored } = await open({ preview: { tokens: 2 } });
    await fireEvent.submit(
      screen.getByLabelText<HTMLInputElement>("Name of the new list").form as HTMLElement,
    );
    await waitFor(() => expect(onstored).toHaveBeenCalledOnce());
    expect(onstored.mock.calls[0]?.[1]).toBe(true);
  });

  it("is all that is offered where nothing can be checked", async () => {
    const { onstored } = await open({ preview: { tokens: 2 }, keyPlace: "missing" });
    expect(screen.queryByRole("button", { name: /check/ })).toBeNull();
    await press("Import 2 invitations");
    await waitFor(() => expect(onstored).toHaveBeenCalledOnce());
    expect(onstored.mock.calls[0]?.[1]).toBe(false);
  });

  it("offers no choice of lists while there are none", async () => {
    await open({ preview: { tokens: 2 }, lists: [] });
    expect(screen.queryByLabelText("A list I have")).toBeNull();
    expect(screen.getByLabelText("Name of the new list")).toBeTruthy();
  });

  it("refuses a list without a name, at the field", async () => {
    const { backend } = await open({ preview: { tokens: 2 } });
    const name = screen.getByLabelText<HTMLInputElement>("Name of the new list");
    await fireEvent.input(name, { target: { value: "  " } });
    await press("Import 2 and check");
    expect(screen.getByText("Give the list a name.")).toBeTruthy();
    expect(document.activeElement).toBe(name);
    expect(callsOf(backend, "storeImport")).toEqual([]);
  });

  it("keeps the preview when it fails", async () => {
    const { backend, onstored } = await open({ preview: { tokens: 2 } });
    backend.failures.storeImport = { code: "ledger_busy", message: "", requestId: null, retryable: true };
    await press("Import 2 and check");
    await screen.findByText(t().errors.words.ledger_busy.what);
    expect(screen.getByText("2 invitations found")).toBeTruthy();
    expect(onstored).not.toHaveBeenCalled();
  });

  it("nothing is stored by closing, and the preview is let go", async () => {
    const { backend, onclose } = await open({ preview: { id: 5, tokens: 2 } });
    await press("Cancel");
    expect(onclose).toHaveBeenCalledOnce();
    expect(callsOf(backend, "discardImport")).toEqual([[5]]);
    expect(callsOf(backend, "storeImport")).toEqual([]);
  });
});
