import type { NeutralRecord, RecordOf } from '#libs/domain/records.js';
import type { RecordKind } from '#libs/domain/words.js';

/** A source record row as far as it is shown. */
export type StoredRow = {
  readonly id: string;
  readonly integrationId: string;
  readonly customerId: string | null;
  readonly kind: RecordKind;
  readonly externalId: string;
  readonly body: string;
  readonly placedAt: Date | null;
  readonly goneAt: Date | null;
};

export const STORED_COLUMNS = `s.id, s.integration_id as "integrationId", s.customer_id as "customerId", s.kind, s.external_id as "externalId", s.body,
  s.placed_at as "placedAt", s.gone_at as "goneAt"`;

/** A row with its neutral record read. */
export type Stored<K extends RecordKind> = StoredRow & { readonly record: RecordOf<K> };

/** The rows of one kind, with their records. */
export function recordsOf<K extends RecordKind>(rows: readonly StoredRow[], kind: K): Stored<K>[] {
  return rows.filter((row) => row.kind === kind).map((row) => ({ ...row, record: JSON.parse(row.body) as NeutralRecord as RecordOf<K> }));
}
