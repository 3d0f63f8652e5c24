import type { Settled } from './relay/ledgers.js';
import { addsUp, LEDGER_COLUMNS, type Run } from './run-view.js';

const GOOD = new Set(['complete']);

/** Prints the ledgers of a run as a table. */
export function printLedgers(run: Run, log: (line: string) => void): void {
  log(`\n${run.integration.name}: ${run.kind} run ended as "${run.state}"`);
  log(`  ${'stream'.padEnd(12)}${LEDGER_COLUMNS.map((name) => name.padStart(11)).join('')}`);
  for (const [stream, ledger] of Object.entries(run.streams)) {
    log(`  ${stream.padEnd(12)}${LEDGER_COLUMNS.map((name) => String(ledger[name]).padStart(11)).join('')}${addsUp(ledger) ? '' : '   DOES NOT ADD UP'}`);
  }
}

/** What fell short at one shop, in words; empty when all is well. */
export function shortfalls(runs: readonly Run[], shop: Readonly<Record<string, number>>): string[] {
  const found = runs.filter((run) => !GOOD.has(run.state)).map((run) => `${run.kind} run ended as ${run.state}`);
  for (const run of runs) for (const [stream, ledger] of Object.entries(run.streams)) if (!addsUp(ledger)) found.push(`${run.kind} run: the ledger of ${stream} does not add up`);
  const initial = runs.find((run) => run.kind === 'initial');
  for (const stream of ['customers', 'orders']) {
    const read = initial?.streams[stream]?.read ?? 0;
    if (read < (shop[stream] ?? 0)) found.push(`only ${read} of ${String(shop[stream])} ${stream} were read`);
  }
  return found;
}

/** The last line of the demo, for programs. */
export function summary(runs: readonly Run[], relays: readonly Settled[], seconds: number): string {
  // One destination; the last one to look saw all that went there.
  const destination = relays.at(-1)?.destination;
  return JSON.stringify({
    runs: runs.map((run) => ({
      integration: run.integration.name,
      platform: run.integration.platform,
      kind: run.kind,
      state: run.state,
      streams: Object.fromEntries(Object.entries(run.streams).map(([stream, ledger]) => [stream, Object.fromEntries(LEDGER_COLUMNS.map((name) => [name, ledger[name]]))])),
    })),
    routes: relays.map(({ route }) => ({ name: route.name, state: route.state, ledger: route.ledger, deliveries: route.deliveries })),
    destinations: destination === undefined ? [] : [{ name: destination.name, ledger: destination.ledger }],
    seconds: Math.round(seconds * 10) / 10,
  });
}
