import { beforeEach, describe, expect, it, vi } from "vitest";

const invoke = vi.hoisted(() => vi.fn());
vi.mock("@tauri-apps/api/core", () => ({ invoke, Channel: vi.fn() }));

const { tauriBackend } = await import("./tauri");

beforeEach(() => {
  invoke.mockReset().mockResolvedValue(undefined);
});

describe("the door to Rust", () => {
  it("calls each command by the snake-case name of its method", async () => {
    for (const [method, call] of Object.entries(tauriBackend())) {
      invoke.mockClear();
      await (call as (...args: unknown[]) => Promise<unknown>)(() => undefined);
      const snake = method.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      expect(invoke.mock.calls[0]?.[0]).toBe(snake);
    }
  });

  it("rejects with the command's own error", async () => {
    const error = { code: "label_taken", message: "taken", requestId: null, retryable: false };
    invoke.mockRejectedValue(error);
    await expect(tauriBackend().desk()).rejects.toEqual(error);
  });

  it("tells a defect of ours as one", async () => {
    invoke.mockRejectedValue("invalid args `query` for command `look`");
    await expect(tauriBackend().desk()).rejects.toMatchObject({ code: "internal", message: /invalid args/ });
  });
});
