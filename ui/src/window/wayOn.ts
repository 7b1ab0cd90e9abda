/** What the page can do about an error besides telling it. */
export type WayOn = "keys" | "diagnosis" | "none";

const ABOUT_KEYS: readonly string[] = [
  "secret_id_unknown",
  "secret_key_wrong",
  "temporary_key_expired",
  "key_missing",
];

/** What one of the steps on the way to the service may explain. */
const ON_THE_WAY: readonly string[] = [
  "rate_limited",
  "service_busy",
  "clock_off",
  "mfa_required",
  "not_permitted",
  "network_blocked",
  "endpoint_wrong",
  "service_refused",
  "offline",
  "unreachable",
  "proxy_refused",
  "proxy_auth_required",
  "tls_untrusted",
  "timed_out",
  "connection_lost",
  "intercepted",
  "keychain_unavailable",
];

export function wayOn(code: string): WayOn {
  if (ABOUT_KEYS.includes(code)) return "keys";
  return ON_THE_WAY.includes(code) ? "diagnosis" : "none";
}
