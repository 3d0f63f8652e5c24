import { hash } from 'node:crypto';
import type { HookCart } from '#libs/connectors/sdk/hook-cart.js';

type Sent = { readonly workspaceId: string; readonly integrationId: string; readonly carts: readonly HookCart[] };
export type CartRow = {
  readonly integration: string; readonly workspace: string; readonly cart: string; readonly customer: string | null; readonly email: string | null; readonly shop: string | null;
  readonly body: Omit<HookCart, 'cartId' | 'customerId' | 'email' | 'shop'>; readonly hash: string; readonly at: number | null;
};

function rowOf({ workspaceId, integrationId }: Sent, { cartId, customerId, email, shop, ...body }: HookCart): CartRow {
  const { atMs, ...content } = body;
  // Without the moment: the same basket sent again is no change.
  const text = JSON.stringify([customerId, email, shop, content]);
  return { integration: integrationId, workspace: workspaceId, cart: cartId, customer: customerId, email, shop, body, hash: `\\x${hash('sha256', text, 'hex')}`, at: atMs };
}

/** True when a state that came later is not older by the platform's own clock. */
const isNewer = (next: CartRow, known: CartRow): boolean => next.at === null || known.at === null || next.at >= known.at;

/** One row a basket, in the order in which every process writes them. */
export function cartRows(deliveries: readonly Sent[]): readonly CartRow[] {
  const rows = new Map<string, CartRow>();
  for (const delivery of deliveries) {
    for (const cart of delivery.carts) {
      const [key, row] = [`${delivery.integrationId} ${cart.cartId}`, rowOf(delivery, cart)];
      const known = rows.get(key);
      if (known === undefined || isNewer(row, known)) rows.set(key, row);
    }
  }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
