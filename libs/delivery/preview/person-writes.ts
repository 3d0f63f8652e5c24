import { buildContact } from '#libs/domain/relay/contact.js';
import { personIsOld } from '#libs/domain/relay/age.js';
import type { ContactWrite, OptWish } from '#libs/domain/relay/writes.js';
import type { JsonObject } from '#libs/domain/words.js';
import { consentKey, type Effect } from '../consider/effects.js';
import { addressVerdict, consentEffects, orderEffects, orderEvent, type Judging } from '../people/judge-person.js';
import type { Loaded } from '../people/load-people.js';
import type { StoredRecord } from '../people/routing.js';
import { onlyAddress } from '../send/plan-unit.js';

/** One call that would be made, without authentication; `when` names what is decided only when the contact has been read. */
export type PreviewWrite = { readonly kind: 'contact' | 'consent' | 'event'; readonly path: string; readonly body: JsonObject; readonly silent: boolean; readonly when: string | null; readonly notes: readonly JsonObject[] };

/** What one record leads to: calls, and what is left out with the reason. */
export type PreviewEntry = {
  readonly recordId: string; readonly kind: string; readonly externalId: string; readonly address: string | null;
  readonly writes: readonly PreviewWrite[];
  readonly excluded: readonly { readonly effect: string; readonly reason: string }[];
};

function optOf(effects: readonly Effect[]): ContactWrite['opt'] {
  const wishOf = (key: string): OptWish => effects.find((effect) => effect.key === key && effect.verdict.send === true)?.wish?.opt ?? null;
  return { email: wishOf(consentKey('email')), sms: wishOf(consentKey('sms')) };
}

/** Somebody who is left out has left the newsletter: nothing else of them is written. */
function leaving({ destination }: Judging, address: string, opt: ContactWrite['opt']): PreviewWrite {
  return { kind: 'consent', ...destination.previewContact({ ...onlyAddress(address), opt }, false), silent: false, when: 'opt_state_there', notes: [] };
}

/** What would be written because of one record of a person, as it would leave. */
export function personWrites(judging: Judging, { person, records }: Loaded, stored: StoredRecord, deliveredByUs: boolean): Pick<PreviewEntry, 'writes' | 'excluded'> {
  const { destination, route } = judging;
  const verdict = addressVerdict(judging, person);
  const record = records.find((one) => one.recordId === stored.recordId);
  if (record === undefined) return { writes: [], excluded: [] };
  const silent = personIsOld(person, route.started_ms) && !deliveredByUs;
  const subject = { person, record, silent };
  const effects = [...consentEffects(judging, subject, verdict).effects, ...(stored.kind === 'order' ? orderEffects(judging, subject, verdict) : [])];
  const opt = optOf(effects);
  const isOpt = opt.email !== null || opt.sms !== null;
  const writes: PreviewWrite[] = [];
  const excluded = effects.flatMap((effect) => (effect.verdict.send === false ? [{ effect: effect.key, reason: effect.verdict.reason }] : []));
  if (verdict.send === false) return { writes: isOpt ? [leaving(judging, person.address, opt)] : [], excluded: [{ effect: 'contact', reason: verdict.reason }, ...excluded] };
  // Contact and consents of a person leave in one call.
  const contact = destination.fitContact({ ...buildContact(person, route.options, judging.building), opt });
  writes.push({ kind: 'contact', ...destination.previewContact(contact.write, silent), silent, when: isOpt ? 'opt_state_there' : 'not_removed_there', notes: contact.notes.map((note) => ({ ...note })) });
  for (const effect of effects) {
    const order = person.orders.find((one) => one.record.externalId === effect.orderId)?.record;
    if (effect.verdict.send === true && effect.kind === 'event' && order !== undefined && effect.eventType !== null && effect.eventType !== 'CART') {
      const event = destination.fitEvent(orderEvent(judging, person, order, effect.eventType));
      writes.push({ kind: 'event', ...destination.previewEvent(event.write), silent: false, when: 'contact_there', notes: event.notes.map((note) => ({ ...note })) });
    }
  }
  return { writes, excluded };
}
