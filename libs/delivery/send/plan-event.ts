import type { EventWrite, WriteNote } from '#libs/domain/relay/writes.js';
import type { OrderEvent } from '#libs/domain/relay/events.js';
import type { RemoteContact } from '#libs/destinations/sdk/destination.js';
import { addressVerdict, eventHash, orderEffects, orderEvent, type Judging } from '../people/judge-person.js';
import type { Loaded } from '../people/load-people.js';
import type { ContactRow, EventRow } from './due-events.js';
import { isFresh } from './plan-unit.js';
import type { Knowledge } from './remote-knowledge.js';

/** What becomes of a due event: it goes (as a new one, or under its id there), waits, or is not sent, with the reason. */
export type EventPlan =
  | { readonly to: 'send'; readonly row: EventRow; readonly event: EventWrite; readonly notes: readonly WriteNote[]; readonly hash: Buffer; readonly remoteId: string | null; readonly value: string | null }
  | { readonly to: 'wait'; readonly row: EventRow; readonly reason: string }
  | { readonly to: 'cancel'; readonly row: EventRow; readonly reason: string };

export type EventInput = { readonly judging: Judging; readonly row: EventRow; readonly loaded: Loaded | null; readonly remote: RemoteContact | null; readonly knowledge: Knowledge; readonly contact: ContactRow | null };

/** Adding an event to an address that is not there would make a contact of it, opted in or out by nobody's wish. */
function withoutContact({ judging, row, remote, knowledge, contact }: EventInput): EventPlan | null {
  if (remote?.deleted === true) return { to: 'cancel', row, reason: 'removed_there' };
  if (remote !== null) return null;
  if (contact?.state === 'failed') return { to: 'wait', row, reason: 'contact_failed' };
  if (isFresh(remote, knowledge, judging.nowMs)) return { to: 'wait', row, reason: 'contact_not_shown_yet' };
  return { to: 'cancel', row, reason: knowledge.deliveredByUs ? 'removed_there' : 'contact_not_there' };
}

/** Decides about an event from the order as it is now: what was queued may have been overtaken. */
export function planEvent(input: EventInput): EventPlan {
  const { judging, row, loaded, remote } = input;
  if (loaded === null) return { to: 'cancel', row, reason: 'gone_at_source' };
  const order = loaded.person.orders.find((one) => one.record.externalId === row.orderId)?.record;
  if (order === undefined) return { to: 'cancel', row, reason: 'gone_at_source' };
  const subject = { person: loaded.person, silent: true, record: { recordId: row.recordId, kind: 'order' as const, externalId: row.orderId } };
  const effects = orderEffects(judging, subject, addressVerdict(judging, loaded.person));
  const verdict = effects.find((effect) => effect.key === row.key)?.verdict ?? effects[0]?.verdict;
  if (verdict === undefined || verdict.send === 'already_sent') return { to: 'cancel', row, reason: 'already_sent' };
  if (verdict.send === false) return { to: 'cancel', row, reason: verdict.reason };
  if (effects.every((effect) => effect.key !== row.key)) return { to: 'cancel', row, reason: 'never_sent' };
  const missing = withoutContact(input);
  if (missing !== null) return missing;
  const built = orderEvent(judging, loaded.person, order, row.type as OrderEvent);
  const { write, notes } = judging.destination.fitEvent({ ...built, contactId: remote?.contactId ?? null });
  const fact = judging.facts.get(`${row.type}:${row.orderId}`);
  return { to: 'send', row, event: write, notes, hash: eventHash(built), remoteId: fact?.state === 'sent' ? fact.remoteId : null, value: built.value };
}
