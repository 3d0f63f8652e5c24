import type { EventWrite, WriteNote } from '#libs/domain/relay/writes.js';
import type { RemoteContact } from '#libs/destinations/sdk/destination.js';
import { cartEffect, cartEvent } from '../carts/cart-event.js';
import type { StoredCart } from '../carts/find-carts.js';
import type { Effect } from '../consider/effects.js';
import { addressVerdict, eventHash, orderEffects, orderEvent, type Judging } from '../people/judge-person.js';
import type { Loaded } from '../people/load-people.js';
import type { ContactRow, EventRow } from './due-events.js';
import { isFresh } from './plan-unit.js';
import type { Knowledge } from './remote-knowledge.js';

/** What becomes of a due event: it goes (as a new one, or under its id there), waits, or is not sent, with the reason. */
export type EventPlan =
  | { readonly to: 'send'; readonly row: EventRow; readonly event: EventWrite; readonly notes: readonly WriteNote[]; readonly hash: Buffer; readonly remoteId: string | null; readonly value: string | null }
  | { readonly to: 'wait'; readonly row: EventRow; readonly reason: string }
  | { readonly to: 'cancel'; readonly row: EventRow; readonly reason: string; readonly detail?: string };

export type EventInput = { readonly judging: Judging; readonly row: EventRow; readonly loaded: Loaded | null; readonly remote: RemoteContact | null; readonly knowledge: Knowledge; readonly contact: ContactRow | null;
  /** The basket a CART event is about. */
  readonly cart: StoredCart | null };

/** Adding an event to an address that is not there would make a contact of it, opted in or out by nobody's wish. */
function withoutContact({ judging, row, remote, knowledge, contact }: EventInput): EventPlan | null {
  if (remote?.deleted === true) return { to: 'cancel', row, reason: 'removed_there' };
  if (remote !== null) return null;
  if (contact?.state === 'failed') return { to: 'wait', row, reason: 'contact_failed' };
  if (isFresh(remote, knowledge, judging.nowMs)) return { to: 'wait', row, reason: 'contact_not_shown_yet' };
  return { to: 'cancel', row, reason: knowledge.deliveredByUs ? 'removed_there' : 'contact_not_there' };
}

/** Why there is nothing to look at: the order is none on the route any more, or it is not there. */
const absent = ({ row, loaded }: EventInput): string => loaded?.person.refused?.get(row.orderId) ?? 'gone_at_source';

type Now = { readonly effects: readonly Effect[]; readonly event: EventWrite };

/** What the order or basket has to tell now, and the event as it would be sent; null: it is gone. */
function lookNow({ judging, row, loaded, cart }: EventInput): Now | null {
  if (loaded === null) return null;
  const verdict = addressVerdict(judging, loaded.person);
  if (row.type === 'CART') return cart === null ? null : { effects: [cartEffect(judging, row.address, cart, row.orderId, verdict)], event: cartEvent(judging, row.address, cart) };
  const order = loaded.person.orders.find((one) => one.record.externalId === row.orderId)?.record;
  if (order === undefined) return null;
  const subject = { person: loaded.person, silent: true, record: { recordId: row.recordId, kind: 'order' as const, externalId: row.orderId } };
  return { effects: orderEffects(judging, subject, verdict), event: orderEvent(judging, loaded.person, order, row.type) };
}

/** Decides about an event from the order or basket as it is now: what was queued may have been overtaken. */
export function planEvent(input: EventInput): EventPlan {
  const { judging, row, remote } = input;
  const now = lookNow(input);
  if (now === null) return { to: 'cancel', row, reason: absent(input) };
  const { effects, event: built } = now;
  const verdict = effects.find((effect) => effect.key === row.key)?.verdict ?? effects[0]?.verdict;
  if (verdict === undefined || verdict.send === 'already_sent') return { to: 'cancel', row, reason: 'already_sent' };
  if (verdict.send === false) return { to: 'cancel', row, reason: verdict.reason, ...(verdict.detail === undefined ? {} : { detail: verdict.detail }) };
  if (effects.every((effect) => effect.key !== row.key)) return { to: 'cancel', row, reason: 'never_sent' };
  const missing = withoutContact(input);
  if (missing !== null) return missing;
  const { write, notes } = judging.destination.fitEvent({ ...built, contactId: remote?.contactId ?? null });
  const fact = judging.facts.get(`${row.type}:${row.orderId}`);
  return { to: 'send', row, event: write, notes, hash: eventHash(built), remoteId: fact?.state === 'sent' ? fact.remoteId : null, value: built.value };
}
