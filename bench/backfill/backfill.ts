import type { Lifetime } from '#tools/lifetime.js';
import type { Log } from '#tools/progress.js';
import { machine } from '../measure/machine.js';
import { requireProc } from '../measure/processes.js';
import { SimulatedShop } from '../shop.js';
import { measureRound, type Cell, type Round } from './cell.js';
import { readBackfillOptions, type BackfillOptions } from './options.js';
import { summarise, type CellResult } from './summary.js';
import { notes, table } from './table.js';
import { warmShop } from './warm-shop.js';

/** Promises of the service that a figure alone does not show. */
function broken(results: readonly CellResult[]): string[] {
  return results.flatMap(({ latencyMs, inFlight, service }) => {
    if (service === null) return [];
    const where = `at ${String(latencyMs)} ms, ${String(inFlight)} in flight`;
    const passes = [service.first, service.unchanged];
    return [
      ...(passes.every((pass) => pass.state === 'complete') ? [] : [`a run ${where} is not complete`]),
      ...(passes.every((pass) => pass.ledgersAddUp) ? [] : [`ledgers ${where} do not add up`]),
      ...(service.unchanged.dataRowsTouched === 0 && !service.rowsMoved ? [] : [`the unchanged pass ${where} wrote data rows`]),
      ...(passes.every((pass) => pass.history.mostEventsInARun < 2_000) ? [] : [`a history ${where} has 2,000 events or more`]),
    ];
  });
}

async function measureAll(options: BackfillOptions, shop: SimulatedShop, lifetime: Lifetime, log: Log): Promise<{ results: CellResult[]; server: string }> {
  const { customers = 0, addresses = 0, orders = 0 } = await shop.counts();
  const rows = { customers, addresses, orders };
  log(`Shop: ${String(orders)} orders, ${String(customers)} customers, ${String(addresses)} addresses`);
  await warmShop(shop);
  const results: CellResult[] = [];
  let server = '';
  const cells: Cell[] = options.latencies.flatMap((latencyMs) => options.inFlight.map((inFlight) => ({ latencyMs, inFlight })));
  for (const cell of cells) {
    const rounds: Round[] = [];
    for (let round = 1; round <= options.repeat; round += 1) {
      log(`${String(cell.latencyMs)} ms a request, ${String(cell.inFlight)} in flight, round ${String(round)} of ${String(options.repeat)}`);
      const done = await measureRound({ cell, shop, rows, lifetime, log, profileDir: options.profileDir, baselineOnly: options.baselineOnly });
      rounds.push(done);
      server = done.server;
    }
    const result = summarise(cell, rounds);
    results.push(result);
    log(table([result]));
  }
  return { results, server };
}

/** @throws Problem for wrong options or when something cannot be started */
export async function backfill(args: readonly string[], lifetime: Lifetime, log: Log): Promise<object> {
  const options = readBackfillOptions(args);
  requireProc();
  const host = machine();
  const shop = await SimulatedShop.start(options, lifetime, log);
  const { results, server } = await measureAll(options, shop, lifetime, log);
  const faults = broken(results);
  log(['', server, `${String(host.cores)} cores, ${host.processor}, ${String(host.memoryGb)} GiB, ${host.system}, Node ${host.node}, load before ${String(host.loadBefore)}`, ''].join('\n'));
  log(table(results));
  log(notes(results));
  for (const fault of faults) log(`BROKEN: ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
  return { scenario: 'backfill', ok: faults.length === 0, broken: faults, options, server, machine: host, cells: results };
}
