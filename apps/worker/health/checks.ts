import type { DataSource } from 'typeorm';
import type { TemporalClient } from '#libs/temporal/connect.js';
import type { TemporalWorkers } from '../hosting/temporal-workers.js';
import type { Check } from './health-server.js';

const LIMIT_MS = 2_000;

/** Reasons name the part, never an address or a credential. */
async function check(reason: string, work: () => Promise<unknown>): Promise<Check> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Check>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, reason: `${reason} within ${String(LIMIT_MS)} ms` }), LIMIT_MS);
  });
  const done = work().then(
    (): Check => ({ ok: true }),
    (): Check => ({ ok: false, reason }),
  );
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}

export const checkDatabase = (dataSource: DataSource): Promise<Check> => check('the database does not answer', () => dataSource.query('select 1'));

export const checkTemporal = (temporal: TemporalClient): Promise<Check> =>
  check('Temporal does not answer', () => temporal.call((client) => client.workflowService.getSystemInfo({}), LIMIT_MS));

/** Every queue has a worker that polls. */
export function checkWorkers(workers: TemporalWorkers): Check {
  const idle = Object.entries(workers.states()).filter(([, state]) => state !== 'RUNNING');
  return idle.length === 0 ? { ok: true } : { ok: false, reason: idle.map(([queue, state]) => `${queue} is ${state}`).join(', ') };
}
