import { numberOption, readOptions } from '../arguments.js';

export type KillOptions = {
  readonly orders: number;
  readonly customers: number;
  readonly kills: number;
  readonly seed: number;
  readonly latencyMs: number;
  readonly inFlight: number;
};

export const KILL_HELP = `kill       kill -9 of worker, API, Temporal and PostgreSQL at seeded moments of a first synchronisation; the content in
           the end must equal that of an undisturbed run, and no committed page may be read again
  --orders N         orders in the simulated shop (50000)
  --customers N      customers (a third of the orders)
  --kills N          kills (20)
  --seed N           seed of the shop's data and of the kills (1)
  --latency N        delay of the shop's answers in ms: makes the run long enough for the kills (100)
  --in-flight N      requests in flight (2)`;

/** @throws Problem for anything that is no option of this scenario, or out of range */
export function readKillOptions(args: readonly string[]): KillOptions {
  const given = readOptions(args, ['orders', 'customers', 'kills', 'seed', 'latency', 'in-flight'], []);
  const orders = numberOption(given, 'orders', 50_000, { least: 100, most: 2_000_000 });
  return {
    orders,
    customers: numberOption(given, 'customers', Math.round(orders / 3), { least: 10, most: 1_000_000 }),
    kills: numberOption(given, 'kills', 20, { least: 1, most: 1_000 }),
    seed: numberOption(given, 'seed', 1, { least: 0, most: 1_000_000_000 }),
    latencyMs: numberOption(given, 'latency', 100, { least: 0, most: 10_000 }),
    inFlight: numberOption(given, 'in-flight', 2, { least: 1, most: 4 }),
  };
}
