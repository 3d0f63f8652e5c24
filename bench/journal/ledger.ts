/** What has to become of an order: whose purchase it is and for how much, or why there is none. Values are in PLN. */
export type Expected = { readonly email: string; readonly value: number } | { readonly none: string };

/** Everything that was sold or born, and what was to become of it. */
export class Ledger {
  readonly orders = new Map<number, Expected>();
  /** Changes made, by kind. */
  readonly acts = new Map<string, number>();
  /** What a scene waited for and never saw. */
  readonly unseen: string[] = [];

  expect(id: number, expected: Expected): void {
    this.orders.set(id, expected);
  }

  did(act: string): void {
    this.acts.set(act, (this.acts.get(act) ?? 0) + 1);
  }
}
