import type { Lifetime } from '#tools/lifetime.js';
import type { Log } from '#tools/progress.js';
import { machine } from '../measure/machine.js';
import { measureExport } from './export-cell.js';
import { measureFaults } from './faults-cell.js';
import { readDeliveryOptions, type Cell } from './options.js';
import { exportTable, faultsTable } from './tables.js';

/** @throws Problem for wrong options or when something cannot be started */
export async function deliveryFaults(args: readonly string[], lifetime: Lifetime, log: Log): Promise<object> {
  const options = readDeliveryOptions(args);
  const host = machine();
  const wants = (cell: Cell): boolean => options.cells.includes(cell);
  const faults = wants('faults') ? await measureFaults(options, lifetime, log) : null;
  if (faults !== null) log(`\n${faultsTable(faults)}\n`);
  const firstExport = wants('export') ? await measureExport(options, lifetime, log) : null;
  if (firstExport !== null) log(`\n${exportTable(firstExport)}\n`);
  const broken = [...(faults?.broken ?? []), ...(firstExport?.broken ?? [])];
  for (const fault of broken) log(`BROKEN: ${fault}`);
  if (broken.length > 0) process.exitCode = 1;
  return { scenario: 'delivery-faults', ok: broken.length === 0, broken, options, machine: host, faults, firstExport };
}
