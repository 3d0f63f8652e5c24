import { hash } from 'node:crypto';
import type { Hint, Key } from './keys.js';

export type Kind = 'customer' | 'address' | 'order';

/** The head of a new card. */
export type Head = { readonly name: string; readonly email: string | null; readonly company: string | null; readonly words: string };

/** What one row of the shop becomes in the tables. */
export type Copy = {
  readonly externalId: string;
  readonly body: Buffer;
  /** PostgreSQL's text form of the sha-256. */
  readonly hash: string;
  readonly sourceAt: string | null;
  readonly ownerId: string | null;
  readonly keys: readonly Key[];
  readonly hints: readonly Hint[];
  /** Null: the row opens no card. */
  readonly head: Head | null;
  readonly rank: number | null;
  readonly orderNumber: string | null;
  readonly placedAt: string | null;
  readonly digest: string | null;
  readonly login: string | null;
};

type Rest = Omit<Copy, 'externalId' | 'body' | 'hash' | 'sourceAt'>;

const NOTHING: Rest = { ownerId: null, keys: [], hints: [], head: null, rank: null, orderNumber: null, placedAt: null, digest: null, login: null };

/** Text and hash of a record, made once. */
export function copyOf(record: { readonly externalId: string; readonly updatedAt: { readonly utc: string } | null }, rest: Partial<Rest>): Copy {
  const body = Buffer.from(JSON.stringify(record), 'utf8');
  return { ...NOTHING, ...rest, externalId: record.externalId, body, hash: `\\x${hash('sha256', body, 'hex')}`, sourceAt: record.updatedAt?.utc ?? null };
}
