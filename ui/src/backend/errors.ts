import type { CommandError } from "./types.gen";

/** What a rejected call holds. Anything but a CommandError is a defect of ours, and told as one. */
export function asCommandError(thrown: unknown): CommandError {
  if (isCommandError(thrown)) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: "internal", message, requestId: null, retryable: false };
}

function isCommandError(thrown: unknown): thrown is CommandError {
  return typeof thrown === "object" && thrown !== null && "code" in thrown && "message" in thrown;
}
