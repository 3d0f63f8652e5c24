import { isFailure } from '#libs/domain/failure.js';
import { isRow, textOf } from '../sdk/values.js';
import type { ListShape } from './answer.js';
import type { IdoSellClient } from './idosell.client.js';

const PATH = 'clients/tags';
const SHAPE: ListShape = { member: 'results', paging: 'camel', emptyFault: true };

/** With a request for each client a page must stay small: it is written as a whole, and a long one is lost as a whole. */
export const TAGGED_PAGE = 20;

/** Tags by client; `failed`: the platform has a fault for this one. */
export type ClientTags = ReadonlyMap<string, readonly string[] | 'failed'>;

/**
 * Names of a client's tags, sorted. Values are left out: they are counters of the shop (whole numbers, sheet section 4.2), and
 * a name that carries one would be another label with every count.
 */
async function tagsOf(client: IdoSellClient, id: string, signal: AbortSignal): Promise<readonly string[] | 'failed'> {
  try {
    const { rows } = await client.list(PATH, SHAPE, { clientId: id }, signal);
    const names = rows.map((row) => (isRow(row) ? textOf(row['tagName']) : null));
    return names.includes(null) ? 'failed' : [...new Set(names.filter((name) => name !== null))].sort();
  } catch (error) {
    if (isFailure(error) && error.code === 'gateway_fault') return 'failed';
    throw error;
  }
}

/** There is no read for several clients: one request each, as many at once as the settings allow. */
export async function readTags(client: IdoSellClient, ids: readonly string[], atOnce: number, signal: AbortSignal): Promise<ClientTags> {
  const found = new Map<string, readonly string[] | 'failed'>();
  const left = [...new Set(ids)];
  const work = async (): Promise<void> => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) found.set(id, await tagsOf(client, id, signal));
  };
  const results = await Promise.allSettled(Array.from({ length: atOnce }, work));
  // Only when all have stopped: what goes on alone would still ask while the caller has given up.
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return found;
}
