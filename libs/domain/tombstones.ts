import { createHmac } from 'node:crypto';
import { isJoining, keyText, type KeyText } from './identity-keys.js';
import type { NeutralRecord } from './records.js';
import type { RecordKind, StreamName } from './words.js';

/**
 * What is left of an erased person: salted hashes of the names by which a shop could bring them back, each with the moment of the
 * erasure. A name is a joining key of the person, or the number one of their records has at its source.
 */

/** The kind of record a stream carries. */
export const KIND_OF_STREAM: Readonly<Record<StreamName, RecordKind>> = { customers: 'customer', addresses: 'address', orders: 'order', subscribers: 'subscriber', products: 'product' };

/** Why such a record is not taken over, in every ledger. */
export const ERASED = 'erased';

/** The name of one record at its source. */
export const sourceName = (kind: string, integrationId: string, externalId: string): string => `source:${kind}:${integrationId}/${externalId}`;

/** Every name of a record: its own, and those of its person that join. Hinting keys are shared with others, and exclude nobody. */
export const namesOf = (record: NeutralRecord, integrationId: string, joining: readonly KeyText[]): string[] => [sourceName(record.kind, integrationId, record.externalId), ...joining.filter(isJoining)];

/** An address before a "+", with its domain. */
export const baseOf = (address: string): string => address.replace(/\+[^@]*(?=@[^@]*$)/u, '');

/** Names an address may be buried under: as it is, and as if it were masked. `address`: lower-cased and trimmed. */
export const addressNames = (address: string): KeyText[] => [keyText('email', address), keyText('allegro_address', baseOf(address))];

/** HMAC-SHA-256 with the workspace's salt: without it nobody can try addresses out. */
export const tombstoneHash = (salt: Buffer, name: string): Buffer => createHmac('sha256', salt).update(name, 'utf8').digest();

/** When the record came into being at its source, ms since 1970; null where nothing tells. */
export function bornMs(record: NeutralRecord): number | null {
  const moment = record.createdAt ?? (record.kind === 'order' ? record.placedAt : null);
  const at = moment === null ? Number.NaN : Date.parse(moment.utc);
  return Number.isNaN(at) ? null : at;
}

/** True when a record of an erased person must not come back: it was there before, or nobody knows since when it is. */
export const isBuried = (born: number | null, erasedMs: number): boolean => born === null || born < erasedMs;

/**
 * Joins the records by which an erased shop account has come back. The account itself stays out, so that its number alone would
 * keep them waiting for ever.
 */
export const returnedKey = (integrationId: string, ownerId: string): KeyText => keyText('returned', `${integrationId}/${ownerId}`);
