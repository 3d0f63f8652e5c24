import { Refused } from '../refused.js';

/** An address no record of which is taken. */
export type Refusal = { readonly address: string; readonly text?: string; /** A batch that holds it is refused as a whole. Default: only the record. */ readonly whole?: boolean };

export class Refusals {
  private byAddress = new Map<string, Refusal>();

  set(refusals: readonly Refusal[]): void {
    this.byAddress = new Map(refusals.map((one) => [one.address.toLowerCase(), one]));
  }

  /** @throws Refused when no record with this address is taken */
  check(email: string): void {
    const refusal = this.byAddress.get(email.toLowerCase());
    if (refusal !== undefined) throw new Refused(refusal.text ?? 'Contact cannot be processed');
  }

  /** @throws Refused when one of the addresses spoils the whole request */
  checkWhole(emails: readonly string[]): void {
    for (const email of emails) if (this.byAddress.get(email.toLowerCase())?.whole === true) this.check(email);
  }
}
