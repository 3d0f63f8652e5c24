import { isFailure } from '#libs/domain/failure.js';
import type { CheckReport } from '#libs/connectors/sdk/check.js';
import type { NeutralRecord } from '#libs/domain/records.js';
import type { JsonObject } from '#libs/domain/words.js';
import type { Engine } from './engine.js';
import { hashAccount, openAccount, type OpenAccount } from './open-account.js';
import { findIntegration, type IntegrationRow } from './rows.js';

export type ConnectionCheck = {
  /** Failure as JSON when the account could not be asked or refused; then there is no report. */
  readonly failure: JsonObject | null;
  readonly report: CheckReport | null;
  /** Whether these credentials lead to the account whose records are stored; `unknown` while nothing is stored. */
  readonly sameAccount: 'yes' | 'no' | 'unknown';
  readonly accountKey: string | null;
  readonly address: string | null;
};

const PROBES = 3;

/** What never changes about a record, whatever else does. */
const birthOf = (record: NeutralRecord): string => record.createdAt?.utc ?? '';

/** Asks the account for a few stored customers: another shop has other people under the same numbers. */
async function probe(engine: Engine, integration: IntegrationRow, account: OpenAccount, signal: AbortSignal): Promise<'yes' | 'no' | 'unknown'> {
  const stored = await engine.dataSource.query<{ external_id: string; body: string }[]>(
    `select external_id, body from source_record where integration_id = $1 and kind = 'customer' and gone_at is null and body not like '%"createdAt":null%' order by external_id limit ${String(PROBES)}`,
    [integration.id],
  );
  const stream = account.connector.streams.find((candidate) => candidate.kind === 'customer');
  if (stored.length === 0 || stream === undefined || stream.byIds === null) return 'unknown';
  const found = await stream.byIds.fetch(stored.map((row) => row.external_id), signal);
  const births = new Map(found.records.map((record) => [record.externalId, birthOf(record)]));
  return stored.every((row) => births.get(row.external_id) === birthOf(JSON.parse(row.body) as NeutralRecord)) ? 'yes' : 'no';
}

async function sameAccount(engine: Engine, integration: IntegrationRow, account: OpenAccount, signal: AbortSignal): Promise<'yes' | 'no' | 'unknown'> {
  if (integration.account_key === null) return 'unknown';
  if (integration.account_key === account.accountKey || integration.account_key === hashAccount(integration.platform, account.accountKey)) return 'yes';
  return probe(engine, integration, account, signal);
}

/** Asks an account for its tick list with the credentials stored under `secretName`; never throws what the platform says. */
export async function checkConnection(engine: Engine, input: { readonly integrationId: string; readonly secretName: string }, signal: AbortSignal): Promise<ConnectionCheck> {
  const integration = await findIntegration(engine.dataSource, input.integrationId);
  if (integration === null) return { failure: null, report: null, sameAccount: 'unknown', accountKey: null, address: null };
  try {
    const account = await openAccount(engine, integration, { priority: 'recurring', secretName: input.secretName });
    try {
      const report = await account.connector.check(signal);
      return { failure: null, report, sameAccount: await sameAccount(engine, integration, account, signal), accountKey: account.accountKey, address: account.address };
    } finally {
      await account.close();
    }
  } catch (error) {
    if (!isFailure(error)) throw error;
    return { failure: { ...error.toJSON(), retryAfterMs: error.retryAfterMs }, report: null, sameAccount: 'unknown', accountKey: null, address: null };
  }
}
