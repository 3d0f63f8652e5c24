import type { Stream } from '#libs/connectors/sdk/stream.js';
import type { NeutralRecord } from '#libs/domain/records.js';
import type { RecordKind } from '#libs/domain/words.js';
import type { Engine } from './engine.js';
import { hashAccount, type OpenAccount } from './open-account.js';
import type { IntegrationRow } from './rows.js';

/** Whether credentials lead to the account whose records are stored; `unknown` while nothing is stored. */
export type SameAccount = 'yes' | 'no' | 'unknown';

const PROBES = 5;

/** What never changes about a record, whatever else does. */
const birthOf = (record: NeutralRecord): string => record.createdAt?.utc ?? '';

/** Customers are few and last; where a platform knows none, orders have numbers and a moment of birth as well. */
function probedStream({ connector: { streams } }: OpenAccount): Stream | undefined {
  return streams.find(({ kind }) => kind === 'customer') ?? streams.find(({ kind }) => kind === 'order');
}

/** Of both ends: the oldest may have been removed since, the newest merged into others. */
async function storedRecords({ dataSource }: Engine, integrationId: string, kind: RecordKind): Promise<NeutralRecord[]> {
  const end = (direction: 'asc' | 'desc'): string =>
    `(select external_id, body from source_record where integration_id = $1 and kind = $2 and gone_at is null and body not like '%"createdAt":null%' order by external_id ${direction} limit ${String(PROBES)})`;
  const rows = await dataSource.query<{ body: string }[]>(`${end('asc')} union ${end('desc')}`, [integrationId, kind]);
  return rows.map(({ body }) => JSON.parse(body) as NeutralRecord);
}

/**
 * Asks the account for a few stored records: another one has others under the same numbers, or none at all. A single one that is
 * missing was removed since, and says nothing.
 */
async function probe(engine: Engine, integration: IntegrationRow, account: OpenAccount, signal: AbortSignal): Promise<SameAccount> {
  const stream = probedStream(account);
  const { byIds } = stream ?? { byIds: null };
  if (stream === undefined || byIds === null) return 'unknown';
  const stored = await storedRecords(engine, integration.id, stream.kind);
  if (stored.length === 0) return 'unknown';
  const births = new Map<string, string>();
  for (let at = 0; at < stored.length; at += byIds.most) {
    const { records } = await byIds.fetch(stored.slice(at, at + byIds.most).map(({ externalId }) => externalId), signal);
    for (const record of records) births.set(record.externalId, birthOf(record));
  }
  const found = stored.filter(({ externalId }) => births.has(externalId));
  return found.length > 0 && found.every((record) => births.get(record.externalId) === birthOf(record)) ? 'yes' : 'no';
}

/** By the key the platform counts requests by; where that is another one, by what is stored. */
export async function sameAccount(engine: Engine, integration: IntegrationRow, account: OpenAccount, signal: AbortSignal): Promise<SameAccount> {
  if (integration.account_key === null) return 'unknown';
  if (integration.account_key === account.accountKey || integration.account_key === hashAccount(integration.platform, account.accountKey)) return 'yes';
  return probe(engine, integration, account, signal);
}
