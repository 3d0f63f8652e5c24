import type { DataSource, QueryRunner } from 'typeorm';
import { subscriberFacts, type AddressRow, type SubscriberSource } from './subscriber-facts.js';
import { subscriberVerdict, type SubscriberReason } from './subscriber-verdict.js';

export type Subscriber = { readonly address: string; readonly name: string | null };

/** Some of them, and why others are not among them. */
export type SubscriberBatch = { readonly subscribers: readonly Subscriber[]; readonly leftOut: readonly SubscriberReason[] };

/** Reads all of them; may be called again once the end was reached, and finds the same. */
export type ReadSubscribers = () => AsyncGenerator<SubscriberBatch>;

const BATCH = 500;
const CURSOR = 'subscribers';

/**
 * Addresses of list entries without an account, each once, with every record of the integration that names the address. Only
 * addresses that join cards are looked at: masked and shared ones are nobody's.
 */
const FIND = `declare ${CURSOR} no scroll cursor for
  with wanted as (
    select distinct substr(k.key, 7) as address from source_record s cross join lateral unnest(s.keys) k(key)
    where s.integration_id = $1 and s.kind = 'subscriber' and s.owner_id is null and s.gone_at is null and k.key like 'email:%'
  ), named as (
    select r.id, substr(k.key, strpos(k.key, ':') + 1) as address from source_record r cross join lateral unnest(r.keys) k(key)
    where r.integration_id = $1 and r.kind in ('customer', 'subscriber') and (k.key like 'email:%' or k.key like 'email_seen:%')
  )
  select w.address, array_agg(distinct n.id) as ids from wanted w join named n on n.address = w.address group by w.address order by w.address collate "C"`;

async function* batches(runner: QueryRunner, source: SubscriberSource): AsyncGenerator<SubscriberBatch> {
  await runner.query(FIND, [source.integrationId]);
  for (;;) {
    const rows = (await runner.query(`fetch ${String(BATCH)} from ${CURSOR}`)) as readonly AddressRow[];
    if (rows.length === 0) break;
    const verdicts = (await subscriberFacts({ query: async <T>(text: string, values?: unknown[]) => (await runner.query(text, values)) as T }, source, rows)).map((facts) => ({ facts, verdict: subscriberVerdict(facts, source.shop) }));
    yield {
      subscribers: verdicts.flatMap(({ facts, verdict }) => (verdict.send ? [{ address: facts.address, name: verdict.name }] : [])),
      leftOut: verdicts.flatMap(({ verdict }) => (verdict.send ? [] : [verdict.reason])),
    };
  }
  await runner.query(`close ${CURSOR}`);
}

/** Lets `use` read the subscribers of a route as they are at one moment. @throws what the database throws */
export async function withSubscribers<Result>(dataSource: DataSource, source: SubscriberSource, use: (read: ReadSubscribers) => Promise<Result>): Promise<Result> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.startTransaction('REPEATABLE READ');
    await runner.query('set transaction read only');
    return await use(() => batches(runner, source));
  } finally {
    // Nothing was written; the transaction only held the moment.
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    await runner.release();
  }
}
