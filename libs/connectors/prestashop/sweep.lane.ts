import { numberAt } from '../sdk/cursor.js';
import { PageSize, mayHelpToAskLess } from '../sdk/page-size.js';
import { idOf, isRow, flagOf, type Row } from '../sdk/values.js';
import type { SweepPage } from '../sdk/page.js';
import type { ReadInput, SweepLane } from '../sdk/stream.js';
import { countRows } from './count.js';
import { customerDigest, isTechnicalCustomer, SWEEP_FIELDS } from './customer.mapper.js';
import { versionMomentOf } from '../sdk/moments.js';
import { idsAscending, lastUsable } from './paging.js';
import type { Source } from './source.js';

const DAY_MS = 24 * 3_600_000;
/** Seven short fields a row: more rows fit into the time a full page takes. */
const PAGE_FACTOR = 2;

/** Null for rows no record is made of: they must not look like records that are not stored. */
function entryOf(row: Row, zone: string): { externalId: string; digest: string } | null {
  const externalId = idOf(row['id']);
  if (externalId === null || isTechnicalCustomer(row)) return null;
  let updatedAt = null;
  try {
    updatedAt = versionMomentOf(row['date_upd'], 'date_upd', zone);
  } catch {
    // A date that cannot be read makes a digest no record has, so that the record is asked for by id and rejected there.
    return { externalId, digest: 'unreadable' };
  }
  const flags = { newsletter: flagOf(row['newsletter']), partnerOffers: flagOf(row['optin']), deleted: flagOf(row['deleted']) === true, active: flagOf(row['active']) };
  return { externalId, digest: customerDigest({ ...flags, updatedAt }) };
}

async function* read(source: Source, { range, cursor, signal }: ReadInput): AsyncGenerator<SweepPage> {
  const to = numberAt(range, 'to') ?? 0;
  let last = numberAt(cursor, 'last') ?? 0;
  const size = new PageSize(source.pageSize * PAGE_FACTOR, numberAt(cursor, 'size'));
  for (;;) {
    const limit = size.size;
    try {
      const answer = await source.client.list({ resource: source.resource, fields: SWEEP_FIELDS, filters: { id: `[${String(last + 1)},${String(to)}]` }, sort: 'id_ASC', limit: String(limit), signal });
      const full = answer.rows.length >= limit;
      idsAscending(answer.rows, last, to, source.resource);
      const usable = lastUsable(answer.rows, full, source.resource);
      last = full ? usable.id : to;
      size.succeeded();
      const done = last >= to;
      const entries = usable.rows.flatMap((row) => (isRow(row) ? (entryOf(row, source.zone) ?? []) : []));
      yield { entries, cursor: { last, ...size.mark }, done, requestedMs: answer.requestedMs };
      if (done) return;
    } catch (error) {
      if (!mayHelpToAskLess(error) || signal.aborted || !size.shrink()) throw error;
    }
  }
}

/** Once a day over all customers: flags that change without a date, and ids that are gone (sheet section 11). */
export function customerSweep(source: Source): SweepLane {
  return {
    everyMs: DAY_MS,
    plan: async (_input, signal) => {
      const found = await countRows(source, {}, 0, signal);
      const expected = found?.atMost ?? 0;
      return [{ range: { to: found?.highest ?? 0 }, cursor: null, expected, requests: Math.ceil(expected / (source.pageSize * PAGE_FACTOR)) }];
    },
    read: (input) => read(source, input),
  };
}
