import { idOf, isRow } from '../sdk/values.js';
import type { Answer } from './prestashop.client.js';
import type { Source } from './source.js';

export type Filters = Readonly<Record<string, string>>;

export type Count = {
  readonly lowest: number;
  readonly highest: number;
  /** There are at least and at most so many rows; equal when the count is exact. */
  readonly atLeast: number;
  readonly atMost: number;
};

const firstId = (answer: Answer): number | null => {
  const [row] = answer.rows;
  return isRow(row) ? Number(idOf(row['id']) ?? 0) : null;
};

/**
 * Rows of a resource, found by asking for single rows at an offset, because the webservice has no total (sheet section 4).
 * Two probes find both ends; a table without gaps needs one more, others are halved until `probes` are used up.
 * Null when there are no rows.
 */
export async function countRows(source: Source, filters: Filters, probes: number, signal: AbortSignal): Promise<Count | null> {
  const all = { ...source.filters, ...filters };
  const ask = (sort: string, limit: string): Promise<Answer> => source.client.list({ resource: source.resource, fields: ['id'], filters: all, sort, limit, signal });
  const highest = firstId(await ask('id_DESC', '1'));
  const lowest = highest === null ? null : firstId(await ask('id_ASC', '1'));
  if (highest === null || lowest === null || highest < lowest) return null;
  const exists = async (count: number): Promise<boolean> => (await ask('id_ASC', `${String(count - 1)},1`)).rows.length > 0;
  let atLeast = 1;
  let atMost = highest - lowest + 1;
  if (atMost > 1 && probes > 0 && (await exists(atMost))) atLeast = atMost;
  // Most tables have few gaps: the first guesses stay close to the top.
  let step = Math.max(1, Math.ceil(atMost / 16));
  for (let used = 1; used < probes && atMost - atLeast > Math.max(1, atMost / 50); used += 1) {
    const guess = atLeast === 1 ? Math.max(atLeast + 1, atMost - step) : Math.ceil((atLeast + atMost) / 2);
    if (await exists(guess)) atLeast = guess;
    else atMost = guess - 1;
    step *= 4;
  }
  if (atMost - atLeast === 1 && probes > 2) {
    if (await exists(atMost)) atLeast = atMost;
    else atMost = atLeast;
  }
  return { lowest, highest, atLeast, atMost };
}
