import { numberOption, readOptions } from '../arguments.js';

export type JournalOptions = {
  readonly orders: number;
  readonly perMinute: number;
  readonly kills: number;
  readonly seed: number;
  readonly limitMinutes: number;
};

export const JOURNAL_HELP = `journal-faults  orders of a simulated BaseLinker account with its limit of 100 requests a minute become purchases at a simulated
           SALESmanago account, while orders are confirmed, edited, split, merged, copied and removed, and worker, API,
           PostgreSQL and Temporal are killed with -9: every order that is to be sent one PURCHASE, no other any, every
           entry of the journal stored once, no block
  --orders N         orders sold, those born by split, merge and copy left out (150)
  --per-minute N     orders sold a minute; each costs two to four requests of the 80 that are allowed (40)
  --kills N          kills, spread over the time of the sales (12)
  --limit N          minutes the whole may take after the start of the sales (15)
  --seed N           seed of the sales and the kills (1)`;

/** @throws Problem for anything that is no option of this scenario, or out of range */
export function readJournalOptions(args: readonly string[]): JournalOptions {
  const given = readOptions(args, ['orders', 'per-minute', 'kills', 'seed', 'limit'], []);
  const number = (name: string, fallback: number, least: number, most: number): number => numberOption(given, name, fallback, { least, most });
  return {
    orders: number('orders', 150, 5, 20_000),
    perMinute: number('per-minute', 40, 1, 60),
    kills: number('kills', 12, 0, 1_000),
    seed: number('seed', 1, 0, 1_000_000_000),
    limitMinutes: number('limit', 15, 1, 600),
  };
}
