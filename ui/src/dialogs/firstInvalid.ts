import { tick } from "svelte";

/** After a refused submit, the keyboard goes to the first field that has to be mended. */
export async function focusFirstInvalid(form: HTMLElement): Promise<void> {
  await tick();
  form.querySelector<HTMLElement>("[aria-invalid='true']")?.focus();
}
