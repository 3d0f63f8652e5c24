import { Problem } from '#tools/problem.js';
import { numberOption, numbersOption, readOptions } from '../arguments.js';

/** Rows of a simulated panel. */
export type PanelSize = { readonly clients: number; readonly orders: number };

export type FirstSyncOptions = { readonly cells: readonly PanelSize[]; readonly ratePerMinute: number; readonly seed: number };

export const FIRST_SYNC_HELP = `first-sync  first synchronisation of a simulated IdoSell panel within its budget of requests: how well the time left is told
           at 5, 10, 25, 50 and 75 % of the requests, against the truth and against a guess by records; the estimate and
           the counted requests against what the panel saw
  --clients A,B      clients of the panel, one cell each (20000,10000)
  --orders A,B       orders, of the same cells (0,20000)
  --rate-per-minute N  budget of requests a minute; the panel answers 429 above it (120)
  --seed N           seed of the panel's data (1)`;

/** @throws Problem for anything that is no option of this scenario, or out of range */
export function readFirstSyncOptions(args: readonly string[]): FirstSyncOptions {
  const given = readOptions(args, ['clients', 'orders', 'rate-per-minute', 'seed'], []);
  const clients = numbersOption(given, 'clients', [20_000, 10_000], { least: 10, most: 500_000 });
  const orders = numbersOption(given, 'orders', given.has('clients') ? clients.map(() => 0) : [0, 20_000], { least: 0, most: 500_000 });
  if (clients.length !== orders.length) throw new Problem('--clients and --orders must have as many numbers as each other, one for each cell.');
  return {
    cells: clients.map((count, index) => ({ clients: count, orders: orders[index] ?? 0 })),
    ratePerMinute: numberOption(given, 'rate-per-minute', 120, { least: 10, most: 3_000 }),
    seed: numberOption(given, 'seed', 1, { least: 0, most: 1_000_000_000 }),
  };
}
