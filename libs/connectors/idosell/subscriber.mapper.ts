import { createHash } from 'node:crypto';
import type { SubscriberRecord } from '#libs/domain/records.js';
import { textField } from '../sdk/fields.js';
import { badField, type Mapped } from '../sdk/map-rows.js';
import { idOf, isRow, listOrMap, textOf, type Row } from '../sdk/values.js';
import { listConsent } from './consents.js';
import { refuseFaulty } from './fields.js';
import { ZONE } from './idosell.schema.js';

/** Raise when the same row gives another record. */
export const SUBSCRIBER_MAPPER = 1;

/** One of the lists a shop keeps: who is on it (`y`) or has left it (`n`). */
export type NewsletterList = { readonly shop: string; readonly channel: 'email' | 'sms'; readonly approval: 'y' | 'n' };

const NOT_DIGITS = /[^\d+]/gu;

function addressOf(row: Row, channel: 'email' | 'sms'): string | null {
  const text = textOf(row[channel === 'email' ? 'email' : 'phone_cellular']);
  return text === null ? null : channel === 'email' ? text.toLowerCase() : text.replace(NOT_DIGITS, '');
}

const accountOf = (row: Row): string | null => (row['registered'] === 'y' ? idOf(row['client_number']) : null);

/**
 * Entries have no id of their own: an account's is named by the account, a stranger's by a digest of the address, because ids
 * show up where addresses must not.
 */
export function entryIdOf(row: Row, { shop, channel }: NewsletterList): string | null {
  const account = accountOf(row);
  if (account !== null) return `${channel}-${shop}-${account}`;
  const address = addressOf(row, channel);
  return address === null || address === '' ? null : `${channel}-${shop}-${createHash('sha256').update(address).digest('hex').slice(0, 32)}`;
}

/** What the entry says about the shop asked for; it may name others too. */
export function shopEntry(row: Row, shop: string): Row | null {
  const entries = listOrMap(row['shops']);
  if (entries === null) return null;
  const own = entries.find((entry) => isRow(entry) && idOf(entry['shop_id']) === shop);
  return isRow(own) ? own : null;
}

/** When any entry of a person says it was changed: a filter by date may look at all of them. */
export function newestEntry(row: Row): string | null {
  const stamps = (listOrMap(row['shops']) ?? []).flatMap((entry) => (isRow(entry) ? (textOf(entry['date_modification']) ?? []) : []));
  return stamps.reduce<string | null>((newest, stamp) => (newest === null || stamp > newest ? stamp : newest), null);
}

export function mapEntry(row: Row, list: NewsletterList): Mapped {
  refuseFaulty(row);
  const entry = shopEntry(row, list.shop);
  if (entry === null) throw badField('shops_unreadable', 'shops');
  const { changedAt, ...consent } = listConsent(entry, list);
  const record: SubscriberRecord = {
    kind: 'subscriber',
    externalId: entryIdOf(row, list) ?? '',
    shop: list.shop,
    zone: ZONE,
    createdAt: null,
    updatedAt: changedAt,
    ownerId: accountOf(row),
    email: list.channel === 'email' ? textField(row, 'email') : null,
    phone: list.channel === 'sms' ? textField(row, 'phone_cellular') : null,
    language: textField(row, 'language'),
    consent: { ...consent, changedAt },
  };
  return record;
}
