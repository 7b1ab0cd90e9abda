import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { callsOf, startDesk } from "../../tests/startDesk";
import type { FixtureOptions } from "../../tests/fixtureBackend";
import type { ErrorCode } from "../backend";
import { deskContext } from "../state/context";
import { t } from "../texts/index.svelte";
import AccountDialog from "./AccountDialog.svelte";

const ID = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE";
const KEY = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE";

const labelField = () => screen.getByLabelText<HTMLInputElement>("Account name");
const idField = () => screen.getByLabelText<HTMLInputElement>("SecretId");
const keyField = () => screen.getByLabelText<HTMLInputElement>("SecretKey");
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));

async function open(options: FixtureOptions = { accounts: false }) {
  const onclose = vi.fn();
  const onsaved = vi.fn();
  const { backend, desk } = await startDesk(options);
  render(AccountDialog, { props: { onclose, onsaved }, context: deskContext(desk) });
  return { backend, desk, onclose, onsaved };
}

async function fill(label = "Northwind", id = ID, key = KEY) {
  await fireEvent.input(labelField(), { target: { value: label } });
  await fireEvent.input(idField(), { target: { value: id } });
  await fireEvent.input(keyField(), { target: { value: key } });
}

describe("adding an account", () => {
  it("begins at the name, and shows no complaint before the first try", async () => {
    await open();
    expect(document.activeElement).toBe(labelField());
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("masks the SecretKey, and asks nobody to remember it", async () => {
    await open();
    expect(keyField().type).toBe("password");
    expect(keyField().autocomplete).toBe("off");
  });

  it("says at each empty field what is missing, and goes to the first", async () => {
    const { backend } = await open();
    await press("Add account");
    for (const field of [labelField(), idField(), keyField()]) {
      expect(field.getAttribute("aria-invalid")).toBe("true");
      const note = document.getElementById(field.getAttribute("aria-describedby") ?? "");
      expect(note?.textContent).toMatch(/^(Give|Enter)/);
    }
    expect(document.activeElement).toBe(labelField());
    expect(callsOf(backend, "addAccount")).toEqual([]);
  });

  it("hands the keys over once, and then forgets them", async () => {
    const { backend, onclose, onsaved } = await open();
    await fill(" Northwind ");
    await press("Add account");
    await waitFor(() => expect(onclose).toHaveBeenCalled());
    expect(callsOf(backend, "addAccount")).toEqual([["Northwind", { secretId: ID, secretKey: KEY }]]);
    expect(onsaved).toHaveBeenCalledOnce();
    expect(keyField().value).toBe("");
  });

  it("takes blanks around the keys off, and says so", async () => {
    const { backend } = await open();
    await fill("Northwind", `  ${ID}\n`, `\t${KEY} `);
    await fireEvent.blur(idField());
    await fireEvent.blur(keyField());
    expect(idField().value).toBe(ID);
    expect(screen.getAllByText("Spaces around it were removed.")).toHaveLength(2);
    await press("Test connection");
    expect(callsOf(backend, "testConnection")).toEqual([[{ keys: { secretId: ID, secretKey: KEY } }]]);
  });

  it("notices a SecretId in the place of the SecretKey", async () => {
    await open();
    await fill("Northwind", ID, ID);
    await press("Add account");
    expect(screen.getByText(/This looks like a SecretId/)).toBeTruthy();
  });

  it("says at the name that it is taken, until it is changed", async () => {
    const { backend, onclose } = await open();
    backend.failures.addAccount = {
      code: "label_taken",
      message: "unique",
      requestId: null,
      retryable: false,
    };
    await fill("Northwind");
    keyField().focus();
    await press("Add account");
    await screen.findByText(/Another account has this name/);
    await waitFor(() => expect(document.activeElement).toBe(labelField()));
    expect(keyField().value).toBe(KEY);
    await fireEvent.input(labelField(), { target: { value: "Northwind Asia" } });
    expect(screen.queryByText(/Another account has this name/)).toBeNull();
    expect(onclose).not.toHaveBeenCalled();
  });

  it("leaves the sample first: its service does not know one’s own keys", async () => {
    const { backend } = await open({ sample: true });
    await fill();
    await press("Test connection");
    await waitFor(() => expect(callsOf(backend, "testConnection")).toHaveLength(1));
    const names = backend.calls.map(([name]) => name);
    expect(names.indexOf("leaveSample")).toBeLessThan(names.indexOf("testConnection"));
    expect(names).toContain("leaveSample");
  });
});

describe("where the keys will be", () => {
  it("is the keychain when there is one", async () => {
    await open();
    expect(screen.getByText(t().dialogs.account.keptInKeychain)).toBeTruthy();
  });

  it("is this session when there is none, said before anything is entered", async () => {
    await open({ accounts: false, keychainAvailable: false });
    expect(screen.getByText(/for this session only/)).toBeTruthy();
  });

  it("is told again when the keychain was promised and did not take them", async () => {
    const { backend, onclose } = await open();
    backend.addAccount = () => Promise.resolve({ id: 1, keyPlace: "session", trimmed: false });
    await fill();
    await press("Add account");
    await screen.findByText("Added, for this session only");
    expect(onclose).not.toHaveBeenCalled();
    await press("OK");
    expect(onclose).toHaveBeenCalledOnce();
  });
});

describe("testing the connection", () => {
  it("shows the RequestId, the time it took, and a clock that is off", async () => {
    const { backend } = await open();
    backend.testConnection = () =>
      Promise.resolve({ requestId: "req-42", milliseconds: 184, clockOffsetSeconds: -600, trimmed: false });
    await fill();
    await press("Test connection");
    await screen.findByText("The connection works");
    expect(screen.getByText("req-42")).toBeTruthy();
    expect(screen.getByText(/184 ms/)).toBeTruthy();
    expect(screen.getByText(/clock is 10 minutes ahead/)).toBeTruthy();
  });

  const classes: ErrorCode[] = [
    "secret_id_unknown",
    "secret_key_wrong",
    "not_permitted",
    "clock_off",
    "network_blocked",
    "offline",
    "proxy_refused",
    "proxy_auth_required",
    "tls_untrusted",
    "intercepted",
    "timed_out",
    "rate_limited",
  ];
  it.each(classes)("tells %s with its mend, and lets the account be added anyway", async (code) => {
    const { backend } = await open();
    backend.failures.testConnection = { code, message: "detail", requestId: "req-7", retryable: false };
    await fill();
    await press("Test connection");
    const { what, mend } = t().errors.words[code];
    await screen.findByText(what);
    expect(screen.getByText(mend)).toBeTruthy();
    expect(screen.getByText("req-7")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Add anyway" })).toBeTruthy();
  });

  it("forgets its outcome when a key is edited", async () => {
    await open();
    await fill();
    await press("Test connection");
    await screen.findByText("The connection works");
    await fireEvent.input(keyField(), { target: { value: `${KEY}x` } });
    expect(screen.queryByText("The connection works")).toBeNull();
    expect(screen.getByText("Not tested yet")).toBeTruthy();
  });
});

it("replacing keys asks for no name, and leaves the account its own", async () => {
  const { backend, desk } = await startDesk();
  const onclose = vi.fn();
  render(AccountDialog, { props: { account: desk.account, onclose }, context: deskContext(desk) });
  expect(screen.queryByLabelText("Account name")).toBeNull();
  await fireEvent.input(idField(), { target: { value: ID } });
  await fireEvent.input(keyField(), { target: { value: KEY } });
  await press("Replace keys");
  await waitFor(() => expect(onclose).toHaveBeenCalled());
  expect(callsOf(backend, "replaceKeys")).toEqual([[1, { secretId: ID, secretKey: KEY }]]);
});
