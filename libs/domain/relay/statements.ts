import { latestStatement } from '../consent.js';
import type { ConsentChannel, ConsentKind } from '../records.js';
import type { Person, PersonConsent } from './person.js';

export type Asked = {
  readonly kind: ConsentKind;
  /** Null: of whatever channel. */
  readonly channel: ConsentChannel | null;
  /** Shop the route is about; null: the only one. */
  readonly shop: string | null;
  /** Null: of whatever record. */
  readonly source: PersonConsent['source'] | null;
};

/**
 * The statement of a person that counts, of exactly one kind; null: nothing was ever said. A statement that names no shop does not
 * speak for one of several: permission for an unknown shop is none for this one.
 */
export function countingStatement(person: Person, { kind, channel, shop, source }: Asked): PersonConsent | null {
  return latestStatement(
    person.consents.filter(
      (one) => one.kind === kind && (channel === null || one.channel === channel) && (shop === null || one.shop === shop) && (source === null || one.source === source),
    ),
  );
}
