import type { Lifetime } from '#tools/lifetime.js';
import type { Log } from '#tools/progress.js';
import { machine } from '../measure/machine.js';
import type { Mark } from './accuracy.js';
import { HARMLESS_SECONDS, measureCell, PROMISED_PERCENT, type CellResult } from './cell.js';
import { readFirstSyncOptions } from './options.js';
import { notes, table } from './table.js';

/** Planning alone may take the first 5 % of the requests; nothing has been read by then that would show a pace. */
const SILENT_SHARE = 0.1;

function isWithin({ errorPercent, toldSeconds, trueSeconds, requests }: Mark, all: number): boolean {
  if (toldSeconds === null || errorPercent === null) return requests < SILENT_SHARE * all || trueSeconds <= HARMLESS_SECONDS;
  return Math.abs(errorPercent) <= PROMISED_PERCENT || Math.abs(toldSeconds - trueSeconds) <= HARMLESS_SECONDS;
}

function broken(cell: CellResult): string[] {
  const where = `of ${String(cell.clients)} clients and ${String(cell.orders)} orders`;
  const off = cell.marks.filter((mark) => mark.name !== 'first told' && !isWithin(mark, cell.requests.run));
  const { run, otherRuns, panel, refused429 } = cell.requests;
  return [
    ...(cell.state === 'complete' || cell.state === 'complete_with_rejects' ? [] : [`the first sync ${where} ended as ${cell.state}`]),
    ...(cell.ledgersAddUp ? [] : [`ledgers ${where} do not add up`]),
    ...off.map((mark) => `time left ${where} at ${mark.name}: ${mark.errorPercent === null ? 'not told' : `${mark.errorPercent.toFixed(1)} % off`}`),
    ...(run + otherRuns === panel ? [] : [`requests ${where}: ${String(run + otherRuns)} counted, ${String(panel)} seen by the panel`]),
    ...(refused429 === 0 ? [] : [`${String(refused429)} answers 429 ${where}`]),
  ];
}

/** @throws Problem for wrong options or when something cannot be started */
export async function firstSync(args: readonly string[], lifetime: Lifetime, log: Log): Promise<object> {
  const options = readFirstSyncOptions(args);
  const host = machine();
  const cells: CellResult[] = [];
  for (const size of options.cells) {
    log(`\nA panel with ${String(size.clients)} clients and ${String(size.orders)} orders at ${String(options.ratePerMinute)} requests a minute`);
    const cell = await measureCell(size, options, lifetime, log);
    cells.push(cell);
    log(`\n${table(cell)}\n${notes(cell)}`);
  }
  const faults = cells.flatMap(broken);
  for (const fault of faults) log(`BROKEN: ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
  return { scenario: 'first-sync', ok: faults.length === 0, broken: faults, options, machine: host, cells };
}
