import type { StoredRecord, Way } from '../people/routing.js';
import { CONTACT_KEY, type Effect } from './effects.js';

/** A record that leads to nobody is left out, with the reason; one whose customer is not read yet as well. */
export function nobodyEffect({ recordId, externalId }: StoredRecord, way: Way | undefined, silent: boolean): Effect {
  const reason = way?.to === 'nobody' ? way.reason : 'owner_not_known';
  return { kind: 'contact', key: CONTACT_KEY, address: null, recordId, externalId, orderId: null, eventType: null, wish: null, silent, hash: null, verdict: { send: false, reason } };
}
