import { resolve } from 'node:path';
import { numberOption, numbersOption, readOptions } from '../arguments.js';

export type BackfillOptions = {
  readonly orders: number;
  readonly customers: number;
  /** Delays of the shop's answers, ms. */
  readonly latencies: readonly number[];
  readonly inFlight: readonly number[];
  readonly repeat: number;
  readonly seed: number;
  /** Only the hand-written loop: for work on the loop itself. */
  readonly baselineOnly: boolean;
  readonly profileDir: string | null;
};

export const BACKFILL_HELP = `backfill   first synchronisation and unchanged second pass of the service, beside a hand-written loop
           (undici + pg, no framework) that fills the same tables, in turns on the same database server
  --orders N         orders in the simulated shop (20000)
  --customers N      customers; addresses follow (a third of the orders)
  --latency A,B      delays of the shop's answers in ms, one cell each (0,50)
  --in-flight A,B    requests in flight, both sides, one cell each (1,4)
  --repeat N         rounds; figures are medians (1)
  --seed N           seed of the shop's data (1)
  --profile DIR      leaves CPU profiles of API and worker of every round in DIR (slows them down a little)
  --baseline-only    leaves the service out`;

/** @throws Problem for anything that is no option of this scenario, or out of range */
export function readBackfillOptions(args: readonly string[]): BackfillOptions {
  const given = readOptions(args, ['orders', 'customers', 'latency', 'in-flight', 'repeat', 'seed', 'profile'], ['baseline-only']);
  const orders = numberOption(given, 'orders', 20_000, { least: 100, most: 2_000_000 });
  const profile = given.get('profile');
  return {
    orders,
    customers: numberOption(given, 'customers', Math.round(orders / 3), { least: 10, most: 1_000_000 }),
    latencies: numbersOption(given, 'latency', [0, 50], { least: 0, most: 10_000 }),
    inFlight: numbersOption(given, 'in-flight', [1, 4], { least: 1, most: 4 }),
    repeat: numberOption(given, 'repeat', 1, { least: 1, most: 99 }),
    seed: numberOption(given, 'seed', 1, { least: 0, most: 1_000_000_000 }),
    baselineOnly: given.get('baseline-only') === 'true',
    profileDir: profile === undefined ? null : resolve(profile),
  };
}
