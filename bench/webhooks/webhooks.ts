import type { Lifetime } from '#tools/lifetime.js';
import type { Log } from '#tools/progress.js';
import { serverVersion } from '../measure/database.js';
import { machine } from '../measure/machine.js';
import { requireProc } from '../measure/processes.js';
import { measureAcknowledgement } from './acknowledgement.js';
import { measureBesideFirstSync } from './beside-first-sync.js';
import { openHouse } from './house.js';
import { readWebhookOptions, type Part } from './options.js';
import { acknowledgementTable, besideTable, temporalTable } from './tables.js';
import { measureTemporalDown } from './temporal-down.js';

/** @throws Problem for wrong options or when something cannot be started */
export async function webhooks(args: readonly string[], lifetime: Lifetime, log: Log): Promise<object> {
  const options = readWebhookOptions(args);
  requireProc();
  const host = machine();
  const house = await openHouse(options, lifetime, log);
  const wants = (part: Part): boolean => options.parts.includes(part);
  const acknowledgement = wants('acknowledgement') ? await measureAcknowledgement(house, options, log) : null;
  if (acknowledgement !== null) log(`\n${acknowledgementTable(acknowledgement)}\n`);
  const temporalDown = wants('temporal-down') ? await measureTemporalDown(house, options, log) : null;
  if (temporalDown !== null) log(`\n${temporalTable(temporalDown)}\n`);
  const besideFirstSync = wants('beside') ? await measureBesideFirstSync(house, options, lifetime, log) : null;
  if (besideFirstSync !== null) log(`\n${besideTable(besideFirstSync)}\n`);
  const faults = [acknowledgement, temporalDown, besideFirstSync].flatMap((part) => part?.broken ?? []);
  for (const fault of faults) log(`BROKEN: ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
  const server = await serverVersion(house.launched.databaseUrl);
  return { scenario: 'webhooks', ok: faults.length === 0, broken: faults, options, server, machine: host, acknowledgement, temporalDown, besideFirstSync };
}
