import { numberAt, textAt } from '../sdk/cursor.js';
import { readNumbered } from '../sdk/numbered-pages.js';
import type { Page } from '../sdk/page.js';
import type { PartPlan, ReadInput, Stream } from '../sdk/stream.js';
import type { IdoSellClient } from './idosell.client.js';
import type { IdoSellSettings } from './idosell.schema.js';
import { countStrangers, listsOf, numbered, shopIds, type Reader } from './newsletter-lists.js';
import { SUBSCRIBER_MAPPER, type NewsletterList } from './subscriber.mapper.js';
import { subscriberChanges } from './subscriber-changes.js';

async function planBackfill(reader: Reader, signal: AbortSignal): Promise<PartPlan[]> {
  const parts: PartPlan[] = [];
  for (const list of listsOf(await shopIds(reader, signal))) {
    const total = await countStrangers(reader, list, signal);
    if (total > 0) parts.push({ range: { ...list, rows: total }, cursor: null, expected: total, requests: Math.ceil(total / reader.pageSize) });
  }
  return parts;
}

async function* readBackfill(reader: Reader, { range, cursor, signal }: ReadInput): AsyncGenerator<Page> {
  const list: NewsletterList = { shop: textAt(range, 'shop') ?? '', channel: range['channel'] === 'sms' ? 'sms' : 'email', approval: range['approval'] === 'n' ? 'n' : 'y' };
  const reading = numbered(reader, { list, strangers: true, window: null }, signal, { carry: (carried) => carried, then: () => ({ cursor: { read: true }, done: true }) });
  yield* readNumbered(reading, { cursor, expected: numberAt(range, 'rows') ?? null, signal });
}

/** Newsletter lists: whole for people without an account, changes for everybody (sheet section 4.4). */
export function subscribersStream(client: IdoSellClient, settings: IdoSellSettings, nowMs: () => number): Stream {
  const reader: Reader = { client, pageSize: settings.rowsPerPage, shop: settings.shop ?? null, lagMs: settings.lagSeconds * 1_000, nowMs };
  return {
    name: 'subscribers', kind: 'subscriber', mapperVersion: SUBSCRIBER_MAPPER,
    // A leaving without a date would lose against a dated joining.
    trustedTime: false,
    backfill: { plan: (_input, signal) => planBackfill(reader, signal), read: (input) => readBackfill(reader, input) },
    delta: subscriberChanges(reader), sweep: null,
    estimate: async (_input, signal) => {
      const parts = await planBackfill(reader, signal);
      const sum = (values: readonly (number | null)[]): number => values.reduce<number>((total, value) => total + (value ?? 0), 0);
      return { records: sum(parts.map((part) => part.expected)), precision: 'exact', requests: Math.max(1, sum(parts.map((part) => part.requests))) };
    },
    byIds: null,
  };
}
