import { buildCartEvent, refuseEvent, type Cart } from '#libs/domain/relay/build-event.js';
import { offersFor } from '#libs/domain/relay/offers.js';
import type { EventWrite } from '#libs/domain/relay/writes.js';
import { eventKey, type Effect, type Verdict } from '../consider/effects.js';
import { eventHash, type Judging } from '../people/judge-person.js';
import type { StoredCart } from './find-carts.js';

/** A basket names no products: names come from the shop's own offer, where that is read. */
function named(cart: Cart, { building, route }: Judging): Cart {
  const nameOf = (id: string | null): string => {
    const product = id === null ? null : building.products(id);
    return product === null ? '' : (offersFor(product, route.options)[0]?.name ?? '');
  };
  return { ...cart, lines: cart.lines.map((line) => ({ ...line, name: nameOf(line.productId) })) };
}

/** The one CART event of a basket, as it would be sent now. */
export const cartEvent = (judging: Judging, address: string, { cart }: StoredCart): EventWrite => buildCartEvent(named(cart, judging), address, judging.route.options, judging.building);

function verdictOf(judging: Judging, event: EventWrite, cartId: string): Verdict {
  if (!judging.route.options.events.includes('CART')) return { send: false, reason: 'event_switched_off' };
  const fact = judging.facts.get(`CART:${cartId}`);
  if (fact !== undefined && fact.routeId !== judging.route.id) return { send: 'already_sent' };
  if (fact?.hash?.equals(eventHash(event)) === true) return { send: 'already_sent' };
  if (fact?.state === 'sent' && fact.remoteId === null) return { send: false, reason: 'event_not_updatable' };
  // A basket that was emptied says nothing; what was told of it stays.
  const refused = refuseEvent(event);
  return refused === null ? { send: true } : { send: false, reason: refused };
}

/** What a basket has to tell; `verdict` is the person's. */
export function cartEffect(judging: Judging, address: string, stored: StoredCart, externalId: string, verdict: Verdict): Effect {
  const { cartId } = stored.cart;
  const decided = verdict.send === true ? verdictOf(judging, cartEvent(judging, address, stored), cartId) : verdict;
  return { kind: 'event', key: eventKey('CART', cartId), address, recordId: stored.recordId, externalId, orderId: cartId, eventType: 'CART', wish: null, silent: false, hash: null, verdict: decided };
}
