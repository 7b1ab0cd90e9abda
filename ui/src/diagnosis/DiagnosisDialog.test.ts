import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import axe from "axe-core";
import { describe, expect, it, vi } from "vitest";
import { fixtureDiagnosis } from "../../tests/fixtureDiagnosis";
import { callsOf, startDesk } from "../../tests/startDesk";
import type { DiagnosisReport } from "../backend";
import { deskContext } from "../state/context";
import DiagnosisDialog from "./DiagnosisDialog.svelte";

const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));

async function open(report: DiagnosisReport = fixtureDiagnosis()) {
  const { backend, desk } = await startDesk();
  backend.diagnosis = report;
  const [onclose, onkeys] = [vi.fn(), vi.fn()];
  render(DiagnosisDialog, {
    props: { what: { accountId: 1 }, account: desk.account, onclose, onkeys },
    context: deskContext(desk),
  });
  return { backend, desk, onclose, onkeys };
}

describe("the diagnosis", () => {
  it("names its steps in order while it looks, and can be left", async () => {
    const { onclose } = await open();
    expect(screen.getAllByRole("listitem").map((step) => step.textContent.trim())).toEqual([
      "Proxy",
      "Address",
      "Network",
      "Encryption",
      "Clock",
      "Keys",
      "Permission",
      "Request limit",
    ]);
    await press("Cancel");
    expect(onclose).toHaveBeenCalledOnce();
  });

  it("says of each step how it stands, in words", async () => {
    await open();
    await screen.findByText("Everything works");
    const steps = screen.getAllByRole("listitem").map((step) => step.textContent);
    expect(steps[0]).toContain("Not needed");
    expect(steps.slice(1).every((step) => step.includes("In order"))).toBe(true);
    expect(steps[1]).toContain("43.175.1.2");
  });

  it("says first what is in the way, and how to mend it", async () => {
    const { onkeys } = await open(
      fixtureDiagnosis({ credentials: { verdict: "failed", class: "secret_key_wrong" } }),
    );
    expect((await screen.findByRole("alert")).textContent).toContain("The problem: Keys");
    expect(screen.getByText(/Enter both again/)).toBeTruthy();
    await press("Enter keys…");
    expect(onkeys).toHaveBeenCalledOnce();
  });

  it("calls the proxy by its name when it is the proxy that cannot be reached", async () => {
    await open(
      fixtureDiagnosis({
        proxy: { verdict: "good", detail: "proxy.corp:8080 (system)" },
        connection: { verdict: "failed", class: "proxy_refused" },
      }),
    );
    await screen.findByText(/The problem: Proxy/);
    expect(screen.getAllByRole("listitem")[0]?.textContent).toContain("In use");
  });

  it("copies the details for support, and says so", async () => {
    const { backend } = await open();
    await screen.findByText("Everything works");
    await press("Copy support details");
    await screen.findByRole("button", { name: "Copied" });
    expect(backend.copied).toBe("Invite Ledger 0.1.0: support details");
  });

  it("runs again, and the keyboard stays on the button that rests meanwhile", async () => {
    const { backend } = await open(
      fixtureDiagnosis({ connection: { verdict: "failed", class: "unreachable" } }),
    );
    await screen.findByText(/The problem: Network/);
    let answer: (report: DiagnosisReport) => void = () => undefined;
    const diagnose = vi.fn(() => new Promise<DiagnosisReport>((done) => (answer = done)));
    backend.diagnose = diagnose;
    const again = screen.getByRole<HTMLButtonElement>("button", { name: "Run again" });
    again.focus();
    await press("Run again");
    expect(again.getAttribute("aria-disabled")).toBe("true");
    expect(again.disabled).toBe(false);
    await press("Run again");
    expect(document.activeElement).toBe(again);
    answer(fixtureDiagnosis());
    await screen.findByText("Everything works");
    expect(diagnose).toHaveBeenCalledExactlyOnceWith({ accountId: 1 });
  });

  it("tells what keeps it from looking at all", async () => {
    const { backend } = await startDesk().then(({ backend, desk }) => {
      backend.failures.diagnose = { code: "gone", message: "x", requestId: null, retryable: false };
      render(DiagnosisDialog, {
        props: { what: { accountId: 9 }, account: desk.account, onclose: vi.fn(), onkeys: vi.fn() },
        context: deskContext(desk),
      });
      return { backend };
    });
    await screen.findByText("This is no longer there");
    expect(callsOf(backend, "diagnose")).toHaveLength(1);
  });

  it("has no accessibility faults that a machine can find, looking or done", async () => {
    await open(fixtureDiagnosis({ proxy: { verdict: "failed", class: "proxy_auth_required" } }));
    const faults = async () => {
      const { violations } = await axe.run(document.body, {
        rules: { "color-contrast": { enabled: false } },
      });
      return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
    };
    expect(await faults()).toEqual([]);
    await waitFor(() => expect(screen.getByText(/The problem: Proxy/)).toBeTruthy());
    expect(await faults()).toEqual([]);
  });
});
