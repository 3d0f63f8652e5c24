import type { NeutralRecord } from '#libs/domain/records.js';
import { readNumbered, type NumberedAnswer } from '../sdk/numbered-pages.js';
import type { Page, SweepPage } from '../sdk/page.js';
import type { ReadInput, SweepLane } from '../sdk/stream.js';
import { contentDigest, sweepEntries } from '../sdk/sweep-entries.js';
import type { Clients } from './clients.js';
import { countClients, requestsFor } from './slices.lane.js';

const WEEK_MS = 7 * 24 * 3_600_000;

/** Everything a client says, delivery addresses too. */
export function clientDigest(record: NeutralRecord): string | null {
  return record.kind === 'customer' ? contentDigest(record) : null;
}

async function* read(clients: Clients, { cursor, signal }: ReadInput): AsyncGenerator<SweepPage> {
  const list = {
    pageSize: clients.pageSize,
    ask: (page: number, limit: number) => clients.registered(null, page, limit, signal),
    map: ({ rows }: NumberedAnswer) => clients.map(rows, signal),
    idOf: (row: unknown) => clients.idOf(row),
    carry: (carried: Page['cursor']) => carried,
    then: () => ({ cursor: { read: true }, done: true }),
  };
  // A client the pages have missed is taken for gone, asked for by id, and found: no second pass is needed.
  for await (const page of readNumbered(list, { cursor, expected: null, signal })) yield { entries: sweepEntries(page, clientDigest), cursor: page.cursor, done: page.done, requestedMs: page.requestedMs };
}

/**
 * Once a week over all clients: finds those who were removed, which leaves no trace in any other read, and what no window
 * shows: changes of clients without a date of modification, and delivery addresses and tags where they move no date (sheet sections 4, 10).
 */
export function clientSweep(clients: Clients): SweepLane {
  return {
    everyMs: WEEK_MS,
    plan: async (_input, signal) => {
      const { records } = await countClients(clients, signal);
      return [{ range: {}, cursor: null, expected: records, requests: requestsFor(records, clients) }];
    },
    read: (input) => read(clients, input),
  };
}
