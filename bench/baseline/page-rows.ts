import { v7 } from 'uuid';
import type { Copy } from './copy.js';
import type { Hint, Key, KeyType } from './keys.js';

/** Where the loop writes. */
export type Target = { readonly workspaceId: string; readonly integrationId: string; readonly idFieldId: string; readonly loginFieldId: string };

/** A stored record as the look-up shows it. */
export type Stored = { readonly external_id: string; readonly id: string; readonly hash: string; readonly customer_id: string | null };

type Row = Readonly<Record<string, unknown>>;

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
/** Sorted, so that two pages never wait for each other in a circle. */
const sorted = <T>(rows: readonly T[], order: (row: T) => string): T[] => rows.map((row) => ({ row, text: order(row) })).sort((a, b) => byText(a.text, b.text)).map(({ row }) => row);

/** Parameters of one page's statements. */
export type PageRows = {
  readonly records: readonly Row[];
  readonly bodies: readonly Buffer[];
  readonly keys: readonly Row[];
  readonly customers: readonly Row[];
  readonly fields: readonly Row[];
  readonly hints: readonly Row[];
};

export const keyText = (type: KeyType, value: string): string => `${type}:${value}`;

const idRank = (copy: Copy): string => `${copy.rank === 0 ? 1 : 0}|${[...copy.externalId.padStart(20, '0')].map((digit) => String(9 - Number(digit))).join('')}`;

/** Best value of a page for each card and field: a statement may change a row once only. */
class Fields {
  readonly best = new Map<string, Row & { readonly rank: string }>();

  offer(customerId: string, fieldId: string, rank: string, value: Row): void {
    const key = `${customerId}/${fieldId}`;
    const other = this.best.get(key);
    if (other === undefined || rank > other.rank) this.best.set(key, { customer_id: customerId, field_id: fieldId, ...value, rank });
  }
}

/** Finds or opens the card of each copy. `cards` (key text → card) is extended with the keys of this page. */
export function pageRows(copies: readonly Copy[], stored: ReadonlyMap<string, Stored>, cards: Map<string, string>, target: Target): PageRows {
  const records: Row[] = [];
  const bodies: Buffer[] = [];
  const keys: (Row & Key)[] = [];
  const customers: Row[] = [];
  const hints: (Row & Hint & { readonly customer_id: string })[] = [];
  const fields = new Fields();
  const hinted = new Set<string>();
  for (const copy of copies) {
    const recordId = stored.get(copy.externalId)?.id ?? v7();
    let card = copy.keys.map((key) => cards.get(keyText(key.type, key.value))).find((found) => found !== undefined);
    if (card === undefined && copy.head !== null) {
      card = v7();
      customers.push({ id: card, ...copy.head, record_id: recordId });
    }
    if (card !== undefined) {
      for (const { type, value } of copy.keys) {
        if (cards.has(keyText(type, value))) continue;
        cards.set(keyText(type, value), card);
        keys.push({ type, value, customer_id: card, record_id: recordId });
      }
      for (const { type, value } of copy.hints) {
        const mark = `${type}:${value} ${card}`;
        if (!hinted.has(mark)) hints.push({ type, value, customer_id: card });
        hinted.add(mark);
      }
      if (copy.head !== null) fields.offer(card, target.idFieldId, idRank(copy), { number_value: copy.externalId });
      if (copy.login !== null) fields.offer(card, target.loginFieldId, `${copy.placedAt ?? ''}|${copy.externalId.padStart(20, '0')}`, { text_value: copy.login });
    }
    records.push({
      id: recordId, external_id: copy.externalId, customer_id: card ?? null, hash: copy.hash, source_at: copy.sourceAt ?? '-infinity',
      keys: copy.keys.map((key) => keyText(key.type, key.value)).sort(), rank: copy.rank, owner_id: copy.ownerId, order_number: copy.orderNumber,
      placed_at: copy.placedAt, digest: copy.digest,
    });
    bodies.push(copy.body);
  }
  return {
    records,
    bodies,
    customers,
    keys: sorted(keys, (row) => keyText(row.type, row.value)),
    fields: sorted([...fields.best], ([place]) => place).map(([, row]) => row),
    hints: sorted(hints, (row) => `${row.type}:${row.value} ${row.customer_id}`),
  };
}
