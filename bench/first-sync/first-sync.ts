import type { Lifetime } from '#tools/lifetime.js';
import type { Log } from '#tools/progress.js';
import { machine } from '../measure/machine.js';
import type { Mark } from './accuracy.js';
import { measureCell, PROMISED_PERCENT, type CellResult } from './cell.js';
import { readFirstSyncOptions } from './options.js';
import { notes, table } from './table.js';

/** Whole seconds are told, and looked at once a second: near the end of a small run per cents say nothing. */
const ROUNDING_S = 3;

const isWithin = ({ errorPercent, toldSeconds, trueSeconds }: Mark): boolean =>
  errorPercent !== null && toldSeconds !== null && (Math.abs(errorPercent) <= PROMISED_PERCENT || Math.abs(toldSeconds - trueSeconds) <= ROUNDING_S);

function broken(cell: CellResult): string[] {
  const where = `of ${String(cell.clients)} clients and ${String(cell.orders)} orders`;
  const off = cell.marks.filter((mark) => mark.name !== 'first told' && !isWithin(mark));
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
