import { rmSync } from 'node:fs';
import { anyFreePort } from '#tools/ports.js';
import type { Lifetime } from '#tools/lifetime.js';
import type { Log } from '#tools/progress.js';
import { startStack } from '#tools/stack.js';
import { middleBy } from '../backfill/median.js';
import { serverVersion } from '../measure/database.js';
import { machine } from '../measure/machine.js';
import { dataFolder } from '../service/data-folder.js';
import { readTicketsOptions } from './options.js';
import { measureSide, type Side } from './side.js';

type Round = { readonly without: Side; readonly with: Side };

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** @throws Problem for wrong options or when something cannot be started */
export async function tickets(args: readonly string[], lifetime: Lifetime, log: Log): Promise<object> {
  const options = readTicketsOptions(args);
  const host = machine();
  const dataDir = dataFolder();
  lifetime.defer('benchmark data', () => rmSync(dataDir, { recursive: true, force: true }));
  const stack = await startStack({ dataDir, ports: { postgres: await anyFreePort() }, embedded: { postgres: true, temporal: false }, lifetime, log });
  const server = await serverVersion(stack.databaseUrl);
  // The first database pays for cold files and code; it is not counted.
  await measureSide(stack.databaseUrl, { ...options, addresses: Math.min(options.addresses, 1_000) }, 0);
  const rounds: Round[] = [];
  for (let round = 1; round <= options.repeat; round += 1) {
    const without = await measureSide(stack.databaseUrl, options, 0);
    const withTickets = await measureSide(stack.databaseUrl, options, options.tickets);
    rounds.push({ without, with: withTickets });
    log(`Round ${String(round)}: ${without.seconds.toFixed(2)} s without tickets, ${withTickets.seconds.toFixed(2)} s with ${String(options.tickets)}; ${String(withTickets.assigned)} found their card`);
  }
  const seconds = { without: middleBy(rounds, (one) => one.without.seconds).without.seconds, with: middleBy(rounds, (one) => one.with.seconds).with.seconds };
  const expected = Math.min(options.tickets, options.addresses);
  const broken = rounds.every((one) => one.with.assigned === expected) ? [] : ['not every ticket found its card'];
  log(['', server, `${String(host.cores)} cores, ${host.processor}, ${String(host.memoryGb)} GiB, ${host.system}, Node ${host.node}, load before ${String(host.loadBefore)}`].join('\n'));
  log(`Median of ${String(options.repeat)}: ${(options.addresses / seconds.without).toFixed(0)} orders/s without tickets, ${(options.addresses / seconds.with).toFixed(0)} with; ratio of times ${(seconds.with / seconds.without).toFixed(2)}`);
  for (const fault of broken) log(`BROKEN: ${fault}`);
  if (broken.length > 0) process.exitCode = 1;
  return { scenario: 'tickets', ok: broken.length === 0, broken, options, server, machine: host, seconds: { without: rounded(seconds.without), with: rounded(seconds.with) }, ratio: rounded(seconds.with / seconds.without), rounds };
}
