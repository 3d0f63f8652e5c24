import { ownerOf } from './identity-keys.js';
import type { NeutralRecord } from './records.js';
import type { RecordKind, StreamName } from './words.js';

/** A record another one names by its number, and is not whole without: who ordered, and what. */
export type Dependent = { readonly stream: StreamName; readonly externalId: string };

/** Streams whose records others name, with the kind they carry. */
export const DEPENDENT_KINDS: ReadonlyMap<StreamName, RecordKind> = new Map([['customers', 'customer'], ['products', 'product']]);

/** Everything a record names. An owner is asked for also where an e-mail has led to a card: the number of a customer stands on it only once its record is there. */
export function dependentsOf(record: NeutralRecord): Dependent[] {
  const owner = ownerOf(record);
  const products = record.kind === 'order' ? record.lines.flatMap((line) => line.productId ?? []) : [];
  return [...(owner === null ? [] : [{ stream: 'customers', externalId: owner } as const]), ...[...new Set(products)].map((externalId) => ({ stream: 'products', externalId }) as const)];
}
