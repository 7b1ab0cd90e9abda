/** The names that people give to accounts and lists. */
export const MAX_NAME_CHARACTERS = 80;

export type NameProblem = "missing" | "tooLong" | "taken";

export function nameProblem(typed: string, taken: readonly string[] = []): NameProblem | null {
  const name = typed.trim();
  if (name === "") return "missing";
  if (Array.from(name).length > MAX_NAME_CHARACTERS) return "tooLong";
  return taken.some((other) => sameName(other, name)) ? "taken" : null;
}

/** `wanted`, cut to length, with a number behind it when there is one of that name already. */
export function freeName(wanted: string, taken: readonly string[]): string {
  let name = cut(wanted, MAX_NAME_CHARACTERS);
  for (let n = 2; taken.some((other) => sameName(other, name)); n += 1) {
    const suffix = ` (${n})`;
    name = cut(wanted, MAX_NAME_CHARACTERS - suffix.length) + suffix;
  }
  return name;
}

function sameName(one: string, other: string): boolean {
  return one.trim().toLocaleLowerCase() === other.trim().toLocaleLowerCase();
}

function cut(name: string, characters: number): string {
  return Array.from(name.trim()).slice(0, characters).join("").trim();
}
