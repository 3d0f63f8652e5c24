import { join } from 'node:path';
import { runProgram } from '#tools/run-program.js';
import { projectRoot } from '#tools/project.js';
import type { BaselineResult, BaselineTask } from '../baseline/main.js';
import { ask, dataRows, rowPlaces, touched, tupleCounts } from '../measure/database.js';
import { meter } from '../measure/meter.js';
import type { SimulatedShop } from '../shop.js';
import { createBaselineDatabase, planBaselineParts, type BaselineDatabase } from './baseline-database.js';
import { rates, rounded, type PassFigures, type Rows, type SideFigures } from './figures.js';

const TIME_LIMIT_MS = 30 * 60_000;

export type BaselineInput = { readonly serverUrl: string; readonly postgresPid: number; readonly shop: SimulatedShop; readonly inFlight: number; readonly rows: Rows };

async function runLoop(task: BaselineTask): Promise<BaselineResult> {
  const script = join(projectRoot(), 'dist/bench/baseline/main.js');
  const { code, stdout, stderr } = await runProgram(process.execPath, [script], { timeoutMs: TIME_LIMIT_MS, env: { ...process.env, BASELINE_TASK: JSON.stringify(task) } });
  if (code !== 0) throw new Error(`the baseline failed: ${stderr}`);
  return JSON.parse(stdout) as BaselineResult;
}

async function pass(input: BaselineInput, database: BaselineDatabase): Promise<PassFigures> {
  const { shop, inFlight } = input;
  const parts = await planBaselineParts(database, shop, inFlight);
  await shop.resetStats();
  const before = await tupleCounts(database.url);
  const used = await meter({ postgres: input.postgresPid, shop: shop.pid }, database.url);
  const result = await runLoop({ databaseUrl: database.url, shop: { url: shop.url, key: shop.key }, target: database.target, parts, inFlight });
  const use = await used();
  const stats = await shop.stats();
  // The sessions of the loop have ended, so that their counts have arrived.
  const tables = touched(before, await tupleCounts(database.url));
  return {
    ...rates(input.rows, result.seconds),
    written: result.written,
    nodeCpuSeconds: rounded(result.cpuSeconds),
    postgresCpuSeconds: use.cpuSeconds['postgres'] ?? 0,
    shopCpuSeconds: use.cpuSeconds['shop'] ?? 0,
    peakRssMb: Math.round(result.peakRssMb),
    walMb: use.walMb,
    requests: stats.requests,
    mostInFlight: stats.maxInFlight,
    dataRowsTouched: dataRows(tables),
    tables,
  };
}

/** Both passes of the hand-written loop in a database of its own, which is dropped afterwards. */
export async function measureBaseline(input: BaselineInput): Promise<SideFigures<PassFigures>> {
  const database = await createBaselineDatabase(input.serverUrl);
  try {
    await ask(input.serverUrl, 'checkpoint');
    const first = await pass(input, database);
    const places = await rowPlaces(database.url);
    const unchanged = await pass(input, database);
    return { first, unchanged, rowsMoved: places !== (await rowPlaces(database.url)) };
  } finally {
    await ask(input.serverUrl, `drop database ${database.name} with (force)`);
  }
}
