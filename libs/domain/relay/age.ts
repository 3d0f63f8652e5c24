import type { SourceMoment } from '../records.js';
import { isBefore, momentMs } from './moment.js';
import type { Person } from './person.js';

type Dated = { readonly at: SourceMoment | null; readonly zone: string | null };

/** When the shop came to know of each record. */
function datesOf({ customers, orders, subscribers }: Person): Dated[] {
  const first = (one: SourceMoment | null, other: SourceMoment | null): SourceMoment | null => (momentMs(one) === null ? other : one);
  return [
    ...customers.map(({ record }) => ({ at: record.createdAt, zone: record.zone })),
    ...orders.map(({ record }) => ({ at: record.placedAt, zone: record.zone })),
    ...subscribers.map(({ record }) => ({ at: first(record.createdAt, record.consent.changedAt), zone: record.zone })),
  ];
}

/**
 * Whether the shop knew a person before a route's first start; such people are created silently, because a welcome message to
 * thousands of old customers cannot be taken back. Everybody is old for whom one record or statement is from before the start, or
 * one record tells no date: silence is the safe side. Records that are gone count too.
 */
export function personIsOld(person: Person, routeStartedMs: number): boolean {
  const dates = datesOf(person);
  const allNew = dates.length > 0 && dates.every(({ at, zone }) => isBefore(at, zone, routeStartedMs) === false);
  return !allNew || person.consents.some(({ changedMs }) => changedMs !== null && changedMs < routeStartedMs);
}
