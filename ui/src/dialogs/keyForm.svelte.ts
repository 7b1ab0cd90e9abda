import type { Keys } from "../backend";
import { type KeyProblem, secretIdProblem, secretKeyProblem, trimKey } from "./keys";

/** A pair of keys while it is typed. The SecretKey lives here only until it is handed over. */
export class KeyForm {
  secretId = $state("");
  secretKey = $state("");
  idWasTrimmed = $state(false);
  keyWasTrimmed = $state(false);
  /** From the first try on, fields say what is wrong with them. */
  tried = $state(false);

  readonly idProblem: KeyProblem | null = $derived(this.tried ? secretIdProblem(this.secretId) : null);
  readonly keyProblem: KeyProblem | null = $derived(this.tried ? secretKeyProblem(this.secretKey) : null);

  /** The keys when they can be used, else null and the fields say why. */
  take(): Keys | null {
    this.trimId();
    this.trimKey();
    this.tried = true;
    if (this.idProblem !== null || this.keyProblem !== null) return null;
    return { secretId: this.secretId, secretKey: this.secretKey };
  }

  trimId(): void {
    const { text, trimmed } = trimKey(this.secretId);
    this.secretId = text;
    this.idWasTrimmed ||= trimmed && text !== "";
  }

  trimKey(): void {
    const { text, trimmed } = trimKey(this.secretKey);
    this.secretKey = text;
    this.keyWasTrimmed ||= trimmed && text !== "";
  }

  clear(): void {
    this.secretId = "";
    this.secretKey = "";
    this.idWasTrimmed = false;
    this.keyWasTrimmed = false;
    this.tried = false;
  }
}
