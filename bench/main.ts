import { Lifetime } from '#tools/lifetime.js';
import { Problem, runMain } from '#tools/problem.js';
import type { Log } from '#tools/progress.js';
import { backfill } from './backfill/backfill.js';
import { deliveryFaults } from './delivery/delivery-faults.js';
import { firstSync } from './first-sync/first-sync.js';
import { HELP } from './help.js';
import { journalFaults } from './journal/journal-faults.js';
import { kill } from './kill/kill.js';
import { tickets } from './tickets/tickets.js';
import { webhooks } from './webhooks/webhooks.js';

/** A scenario gives the object that is printed as the last line. */
type Scenario = (args: readonly string[], lifetime: Lifetime, log: Log) => Promise<object>;

const SCENARIOS: Readonly<Record<string, Scenario>> = { backfill, kill, 'first-sync': firstSync, webhooks, 'delivery-faults': deliveryFaults, 'journal-faults': journalFaults, tickets };

// Standard output ends with the JSON line; people read the rest on either.
const log: Log = (line) => {
  console.log(line);
};

async function run(scenario: Scenario, args: readonly string[]): Promise<void> {
  const lifetime = new Lifetime(log);
  try {
    const result = await Promise.race([
      scenario(args, lifetime, log),
      lifetime.untilAsked().then((signal) => {
        throw new Problem(`Ended by ${signal} before the scenario was done.`);
      }),
    ]);
    console.log(JSON.stringify(result));
  } finally {
    await lifetime.close();
  }
}

async function main(): Promise<void> {
  const [name = '--help', ...args] = process.argv.slice(2);
  if (name === '--help' || name === '-h' || args.includes('--help')) {
    console.log(HELP);
    return;
  }
  const scenario = Object.hasOwn(SCENARIOS, name) ? SCENARIOS[name] : undefined;
  if (scenario === undefined) throw new Problem(`There is no scenario "${name}": choose one of ${Object.keys(SCENARIOS).join(', ')} ("npm run bench -- --help").`);
  await run(scenario, args);
}

await runMain(main);
process.exit();
