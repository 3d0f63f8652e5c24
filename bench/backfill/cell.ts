import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Lifetime } from '#tools/lifetime.js';
import type { Log } from '#tools/progress.js';
import { startStack } from '#tools/stack.js';
import type { Stack } from '#tools/stack.js';
import { serverVersion } from '../measure/database.js';
import { dataFolder } from '../service/data-folder.js';
import { innerLifetime } from '../service/inner-lifetime.js';
import { launch } from '../service/launch.js';
import type { SimulatedShop } from '../shop.js';
import { measureBaseline } from './baseline-side.js';
import type { PassFigures, Rows, ServiceFigures, SideFigures } from './figures.js';
import { measureService } from './service-side.js';

/** One pair of conditions. */
export type Cell = { readonly latencyMs: number; readonly inFlight: number };

/** One round of a cell; both sides within the same minute or two on the same database server. */
export type Round = { readonly service: SideFigures<ServiceFigures> | null; readonly baseline: SideFigures<PassFigures>; readonly server: string };

type RoundInput = { readonly cell: Cell; readonly shop: SimulatedShop; readonly rows: Rows; readonly lifetime: Lifetime; readonly log: Log; readonly profileDir: string | null };

async function baselineOn(stack: Stack, { cell, shop, rows }: Pick<RoundInput, 'cell' | 'shop' | 'rows'>): Promise<Pick<Round, 'baseline' | 'server'>> {
  const { url = '', pid = 0 } = stack.postgres?.current() ?? {};
  const baseline = await measureBaseline({ serverUrl: url, postgresPid: pid, shop, inFlight: cell.inFlight, rows });
  return { baseline, server: await serverVersion(url) };
}

async function withService({ cell, shop, rows, lifetime, log, profileDir }: RoundInput): Promise<Round> {
  const dir = profileDir === null ? {} : { profileDir: join(profileDir, `${String(cell.latencyMs)}ms-${String(cell.inFlight)}`) };
  const launched = await launch({ lifetime, log, ...dir });
  try {
    const { stack, api, worker } = launched.service;
    const service = await measureService(launched, shop, cell.inFlight, rows);
    // The loop has the machine to itself, as the service had; only the database server stays.
    await worker.stop();
    await api.stop();
    await stack.temporal?.stop();
    return { service, ...(await baselineOn(stack, { cell, shop, rows })) };
  } finally {
    await launched.close();
  }
}

async function withoutService({ cell, shop, rows, lifetime: outer, log }: RoundInput): Promise<Round> {
  const lifetime = innerLifetime(outer, log);
  const dataDir = dataFolder();
  lifetime.defer('data folder', () => {
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 });
  });
  try {
    const stack = await startStack({ dataDir, lifetime, log, embedded: { postgres: true, temporal: false } });
    return { service: null, ...(await baselineOn(stack, { cell, shop, rows })) };
  } finally {
    await lifetime.close();
  }
}

/** One round: the service on fresh servers, then the loop on the same database server. */
export async function measureRound(input: RoundInput & { readonly baselineOnly: boolean }): Promise<Round> {
  await input.shop.setLatency(input.cell.latencyMs);
  return input.baselineOnly ? withoutService(input) : withService(input);
}
