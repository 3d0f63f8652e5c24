import type { NeutralRecord } from '#libs/domain/records.js';
import type { Localized } from '#libs/domain/words.js';
import type { ExcludedRecord, RecordReject } from './page.js';
import { redactRow } from './redact-row.js';
import { idOf, isRow, type Row } from './values.js';

/** Thrown by a mapper when one row cannot become a record; `mapRows` turns it into a reject. */
export class RowProblem extends Error {
  constructor(
    readonly reason: string,
    readonly text: Localized,
    readonly fix: Localized,
  ) {
    super(reason);
  }
}

/** What a mapper makes of a row: a record, or the reason why it is left out on purpose. */
export type Mapped = NeutralRecord | { readonly excluded: string };
export type RowMapper = (row: Row) => Mapped;

export type MappedRows = { readonly records: NeutralRecord[]; readonly rejects: RecordReject[]; readonly excluded: ExcludedRecord[] };

const FIX: Localized = {
  pl: 'Otwórz ten rekord w panelu sklepu, popraw go i zapisz, a potem ponów jego wczytanie.',
  en: 'Open this record in the shop panel, correct and save it, then replay it.',
};

const NOT_A_ROW = new RowProblem('row_not_an_object', { pl: 'W miejscu rekordu jest coś innego.', en: 'Something else stands where a record should be.' }, FIX);
const NO_ID = new RowProblem('id_missing', { pl: 'Rekord nie ma identyfikatora.', en: 'The record has no id.' }, FIX);
const UNREADABLE = new RowProblem('record_unreadable', { pl: 'Rekordu nie udało się odczytać.', en: 'The record could not be read.' }, FIX);

const CAPITAL = /[A-Z]/gu;

/** A field that holds something else than it should. Reasons are words of small letters, whatever the platform calls its fields. */
export function badField(reason: string, field: string): RowProblem {
  return new RowProblem(
    reason.replace(CAPITAL, (letter) => `_${letter.toLowerCase()}`),
    { pl: `Pole „${field}” ma wartość, której nie można odczytać.`, en: `The field "${field}" has a value that cannot be read.` },
    FIX,
  );
}

export function rejectOf(problem: RowProblem, externalId: string | null, row: unknown): RecordReject {
  return { externalId, reason: problem.reason, message: problem.text, fix: problem.fix, original: redactRow(row) };
}

/** A record the platform cannot answer for at all, although it answers for others. */
export function unreadable(externalId: string | null, position: Row): RecordReject {
  return rejectOf(
    new RowProblem(
      'record_unreadable',
      { pl: 'Sklep nie potrafi podać tego rekordu: za każdym razem odpowiada błędem.', en: 'The shop cannot give this record: it answers with an error every time.' },
      { pl: 'Sprawdź dziennik błędów PHP sklepu i popraw rekord, a potem ponów jego wczytanie.', en: "See the shop's PHP error log and mend the record, then replay it." },
    ),
    externalId,
    position,
  );
}

const plainId = (row: Row): string | null => idOf(row['id']);

/** Every row lands in exactly one of the three lists; no row stops the others. `idOfRow`: where a row carries its id. */
export function mapRows(rows: readonly unknown[], map: RowMapper, idOfRow: (row: Row) => string | null = plainId): MappedRows {
  const mapped: MappedRows = { records: [], rejects: [], excluded: [] };
  for (const row of rows) {
    const id = isRow(row) ? idOfRow(row) : null;
    try {
      if (!isRow(row)) throw NOT_A_ROW;
      if (id === null) throw NO_ID;
      const result = map(row);
      if ('excluded' in result) mapped.excluded.push({ externalId: id, reason: result.excluded });
      else mapped.records.push(result);
    } catch (error) {
      mapped.rejects.push(rejectOf(error instanceof RowProblem ? error : UNREADABLE, id, row));
    }
  }
  return mapped;
}
