import { isFailure } from '#libs/domain/failure.js';
import { mapRows, unreadable } from '../sdk/map-rows.js';
import type { FetchedByIds } from '../sdk/page.js';
import { mayHelpToAskLess } from '../sdk/page-size.js';
import { idOf, isRow } from '../sdk/values.js';
import type { Source } from './source.js';

type Found = Omit<FetchedByIds, 'missing'>;
type Ask = { readonly ids: readonly string[]; readonly shop?: string; readonly signal: AbortSignal };

const NOTHING: Found = { records: [], rejects: [], excluded: [], requestedMs: 0 };

function joined(parts: readonly Found[]): Found {
  return {
    records: parts.flatMap((part) => part.records),
    rejects: parts.flatMap((part) => part.rejects),
    excluded: parts.flatMap((part) => part.excluded),
    requestedMs: Math.min(...parts.map((part) => part.requestedMs)),
  };
}

/** Asks for the ids at once, in halves when that is too much; a single id the shop cannot answer for becomes a reject. */
async function ask(source: Source, { ids, shop, signal }: Ask): Promise<Found> {
  const context = shop === undefined ? {} : { shop };
  try {
    const answer = await source.page({ filters: { id: `[${ids.join('|')}]` }, sort: 'id_ASC', ...context, signal });
    const wanted = new Set(ids);
    const rows = answer.rows.filter((row) => isRow(row) && wanted.has(idOf(row['id']) ?? ''));
    return { ...mapRows(rows, answer.map), requestedMs: answer.requestedMs };
  } catch (error) {
    if (!mayHelpToAskLess(error) || signal.aborted) throw error;
    if (ids.length === 1) {
      const [id = ''] = ids;
      if (!(await source.client.alive(source.resource, signal))) throw error;
      return { ...NOTHING, rejects: [unreadable(id, { id })], requestedMs: source.nowMs() };
    }
    const half = Math.ceil(ids.length / 2);
    const first = await ask(source, { ids: ids.slice(0, half), ...context, signal });
    const second = await ask(source, { ids: ids.slice(half), ...context, signal });
    // Nothing but failures is the shop's trouble, not the records'.
    if (first.rejects.length + second.rejects.length === ids.length && ids.length > 3) throw error;
    return joined([first, second]);
  }
}

function absent(found: Found, ids: readonly string[]): string[] {
  const seen = new Set([...found.records.map((record) => record.externalId), ...found.rejects.map((reject) => reject.externalId), ...found.excluded.map((row) => row.externalId)]);
  return ids.filter((id) => !seen.has(id));
}

/** Lists show one shop; a customer may belong to another one of the installation (sheet section 12). Not in 1.6. */
async function askAllShops(source: Source, ids: readonly string[], signal: AbortSignal): Promise<Found | null> {
  try {
    return await ask(source, { ids, shop: 'all', signal });
  } catch (error) {
    if (isFailure(error) && (error.kind === 'configuration_invalid' || error.kind === 'permission_missing')) return null;
    throw error;
  }
}

/** Records by id; ids that are no positive numbers cannot exist and are reported missing. */
export async function fetchByIds(source: Source, ids: readonly string[], signal: AbortSignal): Promise<FetchedByIds> {
  const wanted = [...new Set(ids)];
  const possible = wanted.filter((id) => idOf(id) === id);
  if (possible.length === 0) return { ...NOTHING, missing: wanted, requestedMs: source.nowMs() };
  let found = await ask(source, { ids: possible, signal });
  const left = absent(found, possible);
  const perShop = source.resource === 'customers' || source.resource === 'orders';
  if (left.length > 0 && perShop && !source.client.seesAllShops) {
    const elsewhere = await askAllShops(source, left, signal);
    if (elsewhere !== null) found = joined([found, elsewhere]);
  }
  return { ...found, missing: absent(found, wanted) };
}
