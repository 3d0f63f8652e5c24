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

/** What tells two equally new statements of one state apart; dated ones first. Any fixed order will do, as long as it is one. */
function tieKey({ changedMs, observedMs, byAccount, silent, source, channel, shop }: PersonConsent): string {
  return JSON.stringify([changedMs === null, silent, !byAccount, observedMs, source, channel, shop]);
}

const byTieKey = (a: PersonConsent, b: PersonConsent): number => (tieKey(a) < tieKey(b) ? -1 : 1);

/**
 * The statement of a person that counts, of exactly one kind; null: nothing was ever said. A statement that names no shop does not
 * speak for one of several: permission for an unknown shop is none for this one.
 */
export function countingStatement(person: Person, { kind, channel, shop, source }: Asked): PersonConsent | null {
  const asked = person.consents.filter(
    (one) => one.kind === kind && (channel === null || one.channel === channel) && (shop === null || one.shop === shop) && (source === null || one.source === source),
  );
  return latestStatement(asked.sort(byTieKey));
}
