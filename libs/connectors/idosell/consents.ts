import type { Consent, ConsentChannel } from '#libs/domain/records.js';
import { badField } from '../sdk/map-rows.js';
import { momentOf } from '../sdk/moments.js';
import { idOf, isRow, listOrMap, type Row } from '../sdk/values.js';
import { ZONE } from './idosell.schema.js';

const LISTS = [
  { channel: 'email', list: 'newsletterEmailApprovalsData', date: 'newsletterEmailApprovalDate' },
  { channel: 'sms', list: 'newsletterSmsApprovalsData', date: 'newsletterSmsApprovalDate' },
] as const;

/**
 * Newsletter approvals in a client row (sheet section 4.1): one entry a shop; a date is an approval, a zero date says that there
 * is none. A shop without an entry says nothing. `only`: the shop this integration is about.
 */
export function clientConsents(row: Row, only: string | null): Consent[] {
  return LISTS.flatMap(({ channel, list, date }) => {
    const entries = listOrMap(row[list]);
    if (entries === null) throw badField(`${list}_unreadable`, list);
    return entries.flatMap((entry): Consent[] => {
      const shop = isRow(entry) ? idOf(entry['shopId']) : null;
      if (!isRow(entry) || shop === null) throw badField(`${list}_unreadable`, list);
      if (only !== null && shop !== only) return [];
      // Without the key nothing was said; a zero date is a no.
      if (entry[date] === undefined) return [];
      const changedAt = momentOf(entry[date], date, ZONE);
      return [{ shop, channel, kind: 'newsletter', state: changedAt === null ? 'refused' : 'granted', changedAt }];
    });
  }).sort(byPlace);
}

const byPlace = (a: Consent, b: Consent): number => (a.channel === b.channel ? Number(a.shop) - Number(b.shop) : a.channel < b.channel ? -1 : 1);

function answerOf(approval: unknown): 'y' | 'n' {
  if (approval === 'y' || approval === 'n') return approval;
  return momentOf(approval, 'approval', ZONE) === null ? 'n' : 'y';
}

/**
 * One entry of a newsletter list (4.3): e-mail says y or n, SMS says a date; `date_modification` dates the last joining or
 * leaving. On the list of those who have left nobody is taken for somebody who agrees, whatever the entry says.
 * @throws BadField when the entry says something else than the list it came with, or nothing
 */
export function listConsent(entry: Row, { shop, channel, approval: list }: { readonly shop: string; readonly channel: ConsentChannel; readonly approval: 'y' | 'n' }): Consent {
  const { approval } = entry;
  const says = approval === undefined ? null : answerOf(approval);
  if (says !== list) throw badField('approval_unreadable', 'approval');
  const changedAt = momentOf(entry['date_modification'], 'date_modification', ZONE) ?? (approval === 'y' || approval === 'n' ? null : momentOf(approval, 'approval', ZONE));
  return { shop, channel, kind: 'newsletter', state: says === 'y' ? 'granted' : 'refused', changedAt };
}

/**
 * What an order row says about sharing its data with cooperating services: `yes`, `no`, `disabled` (nobody is asked), or
 * undefined where the API does not give it. Only writing it is documented (4.4b), so it is looked for in both plausible places.
 */
export function sharingWord(row: Row): unknown {
  const details = row['orderDetails'];
  return (isRow(details) ? details['emailProcessingConsent'] : undefined) ?? row['emailProcessingConsent'];
}

const ANSWERS: ReadonlyMap<unknown, Consent['state']> = new Map([['yes', 'granted'], ['y', 'granted'], ['no', 'refused'], ['n', 'refused']]);

/** The consent to share order data with cooperating services, where an order row carries it at all (4.4b). */
export function orderConsents(row: Row, shop: string | null, placedAt: Consent['changedAt']): Consent[] {
  const state = ANSWERS.get(sharingWord(row));
  return state === undefined ? [] : [{ shop, channel: 'any', kind: 'data_sharing', state, changedAt: placedAt }];
}
