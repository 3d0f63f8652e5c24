/** What people do in the shop before they order. */
import type { Basket } from './model.js';
import { needProduct } from './product-changes.js';
import type { World } from './world.js';

export type BasketChange = {
  /** Of a client … */
  readonly clientId?: number;
  /** … or of a visitor, who may have typed an address. */
  readonly email?: string;
  readonly shopId?: number;
  /** Everything that is in it now; empty: emptied. */
  readonly lines: readonly { readonly productId: number; readonly quantity: number }[];
};

/** One basket a person, kept until an order empties it; gives its number. @throws Error for an unknown client or product */
export function changeBasket(world: World, { clientId, email = '', shopId = 1, lines }: BasketChange): number {
  const client = clientId === undefined ? null : world.clients.need(clientId);
  const whose = client === null ? `visitor ${email}` : `client ${String(client.id)}`;
  const before = world.baskets.get(whose);
  const basket: Basket = {
    id: before?.id ?? world.next('basket'), shopId, clientId: client?.id ?? null, email,
    lines: lines.map(({ productId, quantity }) => ({ productId, quantity, price: needProduct(world, productId).price })),
  };
  world.baskets.set(whose, basket);
  const had = new Map(before?.lines.map((line) => [line.productId, line.quantity]));
  const added = basket.lines.some((line) => line.quantity > (had.get(line.productId) ?? 0));
  world.emit({ kind: 'basket', name: added ? 'basket_product_added' : 'basket_edited', basket, client });
  return basket.id;
}

/** An order leaves nothing in the basket, and no webhook says so. */
export function emptyBasket(world: World, clientId: number): void {
  world.baskets.delete(`client ${String(clientId)}`);
}
