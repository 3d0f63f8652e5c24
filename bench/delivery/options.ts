import { Problem } from '#tools/problem.js';
import { numberOption, readOptions } from '../arguments.js';

export const CELLS = ['faults', 'export'] as const;
export type Cell = (typeof CELLS)[number];

export type DeliveryOptions = {
  readonly cells: readonly Cell[];
  readonly events: number;
  /** People whose orders they are. */
  readonly people: number;
  readonly kills: number;
  /** Share of answers lost after the call was carried out, and share of calls lost before, per cent each. */
  readonly lostPercent: number;
  readonly contacts: number;
  readonly contactsPerMinute: number;
  readonly liveChanges: number;
  readonly latencyMs: number;
  readonly quietMs: number;
  readonly leaseMs: number;
  readonly limitMinutes: number;
  readonly seed: number;
};

export const DELIVERY_HELP = `delivery-faults  (faults) purchases delivered to a simulated SALESmanago account that loses answers after and before carrying
           calls out, while the worker is killed with -9 again and again: none twice, none missing; beside a hand-written
           loop without and with repeats. (export) a first export at a stated pace: silent, and live changes overtake it
  --events N         purchases (20000)
  --people N         people whose orders they are (a quarter of the events)
  --kills N          kills, spread over the whole run (12)
  --lost N           per cent of answers lost after, and per cent of calls lost before; writes and reads alike (5)
  --contacts N       contacts of the first export (50000)
  --pace N           contacts a minute (6000)
  --live N           live changes of each kind in the middle of the export (5)
  --latency N        delay of the account's answers in ms (20)
  --quiet N          quiet period after a lost answer in s; production: 180 (10)
  --lease N          after how long a call under way counts as left behind, in s; production: 120 (20)
  --limit N          minutes a cell may take (45)
  --only A,B         cells to run: ${CELLS.join(', ')} (all)
  --seed N           seed of the data, the faults and the kills (1)`;

function cellsOf(text: string): Cell[] {
  return text.split(',').map((name) => {
    const cell = CELLS.find((known) => known === name.trim());
    if (cell === undefined) throw new Problem(`--only takes ${CELLS.join(', ')}, not "${name}".`);
    return cell;
  });
}

/** @throws Problem for anything that is no option of this scenario, or out of range */
export function readDeliveryOptions(args: readonly string[]): DeliveryOptions {
  const given = readOptions(args, ['events', 'people', 'kills', 'lost', 'contacts', 'pace', 'live', 'latency', 'quiet', 'lease', 'limit', 'only', 'seed'], []);
  const number = (name: string, fallback: number, least: number, most: number): number => numberOption(given, name, fallback, { least, most });
  const only = given.get('only');
  const events = number('events', 20_000, 20, 900_000);
  return {
    cells: only === undefined ? CELLS : cellsOf(only),
    events,
    people: number('people', Math.ceil(events / 4), 1, events),
    kills: number('kills', 12, 0, 500),
    lostPercent: number('lost', 5, 0, 40),
    contacts: number('contacts', 50_000, 100, 900_000),
    contactsPerMinute: number('pace', 6_000, 60, 10_000),
    liveChanges: number('live', 5, 1, 100),
    latencyMs: number('latency', 20, 0, 10_000),
    quietMs: 1_000 * number('quiet', 10, 1, 600),
    leaseMs: 1_000 * number('lease', 20, 5, 600),
    limitMinutes: number('limit', 45, 1, 600),
    seed: number('seed', 1, 0, 1_000_000_000),
  };
}
