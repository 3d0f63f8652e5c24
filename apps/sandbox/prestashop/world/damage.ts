/** Ways a defective module, override or import spoils one record. */
import type { Row } from '../data/row.js';

export const DAMAGE_KINDS = ['bad-total', 'no-ids', 'bad-date', 'no-email', 'no-reference', 'bad-lines', 'huge-text', 'nul-character', 'bad-type'] as const;
export type DamageKind = (typeof DAMAGE_KINDS)[number];

/** Replaces or removes values of one row until healed. */
export function damage(row: Row, kind: DamageKind): void {
  row.damage = new Map<string, unknown>(changes(row, kind));
}

export function heal(row: Row): void {
  delete row.damage;
}

function changes(row: Row, kind: DamageKind): readonly (readonly [string, unknown])[] {
  switch (kind) {
    case 'bad-total':
      return [['total_paid', 'abc'], ['total_paid_tax_incl', 'abc'], ['total_paid_tax_excl', 'abc']];
    case 'no-ids':
      return ['id', ...Object.keys(row.cells).filter((name) => name.startsWith('id_'))].map((name) => [name, undefined] as const);
    case 'bad-date':
      return [['date_add', 'wczoraj'], ['date_upd', '2026-13-45 99:99:99']];
    case 'no-email':
      return [['email', null]];
    case 'no-reference':
      return [['reference', undefined]];
    case 'bad-lines':
      return [['associations', { order_rows: 'array' }]];
    case 'huge-text':
      return ['note', 'other'].map((name) => [name, 'x'.repeat(1_000_000)] as const);
    case 'nul-character':
      return ['lastname', 'payment', 'city'].map((name) => [name, `Wzor\u0000cowa`] as const);
    case 'bad-type':
      return ['email', 'reference', 'city', 'name'].map((name) => [name, { unexpected: [1, 2] }] as const);
  }
}
