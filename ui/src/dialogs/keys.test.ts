import { describe, expect, it } from "vitest";
import { secretIdProblem, secretKeyProblem, trimKey } from "./keys";

describe("keys as typed", () => {
  it("lose the blanks around them, visible or not", () => {
    expect(trimKey(" \tAKIDexample\u00a0\n")).toEqual({ text: "AKIDexample", trimmed: true });
    expect(trimKey("\ufeffAKIDexample\u200b")).toEqual({ text: "AKIDexample", trimmed: true });
    expect(trimKey("AKIDexample")).toEqual({ text: "AKIDexample", trimmed: false });
  });

  it("are missing when only blanks were typed", () => {
    expect(secretIdProblem("   ")).toBe("missing");
    expect(secretKeyProblem("")).toBe("missing");
  });

  it("are refused with a blank in the middle, which no trimming mends", () => {
    expect(secretIdProblem("AKID 123")).toBe("hasBlank");
    expect(secretKeyProblem("abc\ndef")).toBe("hasBlank");
  });

  it("are told apart: a SecretId in the place of the SecretKey is noticed", () => {
    const secretId = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE";
    expect(secretKeyProblem(secretId)).toBe("isSecretId");
    expect(secretIdProblem(secretId)).toBeNull();
    expect(secretKeyProblem("Gu5t9xGARNpq86cd98joQYCN3EXAMPLE")).toBeNull();
  });
});
