import type { Lifetime } from '#tools/lifetime.js';
import type { Log } from '#tools/progress.js';
import { askOne, serverVersion } from '../measure/database.js';
import { machine } from '../measure/machine.js';
import { connectShop } from '../service/integration.js';
import { launch, type Launched } from '../service/launch.js';
import { addsUp, ledgersOf, startRun, untilEnded, type RunView } from '../service/run.js';
import { SimulatedShop } from '../shop.js';
import { differences, readContent, type Content } from './content.js';
import { killAgainAndAgain, type Kill } from './killer.js';
import { readKillOptions, type KillOptions } from './options.js';
import { readPages, type PageReads } from './page-requests.js';
import { Random } from './random.js';
import { PartWatch } from './watch.js';

const TIME_LIMIT_MS = 60 * 60_000;
/** Kills are spread over this share of the undisturbed time, so that they fit in before the run ends. */
const SPREAD = 0.6;

type Outcome = { readonly run: RunView; readonly seconds: number; readonly content: Content; readonly pages: PageReads; readonly kills: readonly Kill[] };
type Input = { readonly launched: Launched; readonly shop: SimulatedShop; readonly options: KillOptions; readonly log: Log };

/** One first synchronisation; with `longestGapMs` under fire. */
async function synchronise({ launched, shop, options, log }: Input, longestGapMs: number | null): Promise<Outcome> {
  const { rest, databaseUrl } = launched;
  const integrationId = await connectShop(rest, shop, options.inFlight);
  await shop.resetStats();
  const runId = await startRun(rest, integrationId, 'initial-sync');
  const watch = new PartWatch(databaseUrl, runId);
  let over = false;
  const killer =
    longestGapMs === null
      ? Promise.resolve([])
      : killAgainAndAgain({ launched, watch, random: new Random(options.seed), kills: options.kills, longestGapMs, ended: () => over, log });
  const run = await untilEnded(rest, runId, TIME_LIMIT_MS).finally(() => (over = true));
  const kills = await killer;
  await watch.stop();
  const { seconds } = await askOne<{ seconds: number }>(databaseUrl, 'select extract(epoch from ended_at - created_at)::float8 as seconds from run where id = $1', [runId]);
  return { run, seconds, kills, content: await readContent(databaseUrl), pages: readPages((await shop.stats()).log, watch.marks) };
}

async function onFreshService(input: Omit<Input, 'launched'>, lifetime: Lifetime, longestGapMs: number | null): Promise<{ outcome: Outcome; server: string }> {
  const launched = await launch({ lifetime, log: input.log });
  try {
    const outcome = await synchronise({ ...input, launched }, longestGapMs);
    return { outcome, server: await serverVersion(launched.databaseUrl) };
  } finally {
    await launched.close();
  }
}

function broken(calm: Outcome, disturbed: Outcome): string[] {
  return [
    ...(calm.run.state === 'complete' && disturbed.run.state === 'complete' ? [] : [`the runs ended as ${calm.run.state} and ${disturbed.run.state}`]),
    ...(addsUp(calm.run) && addsUp(disturbed.run) ? [] : ['ledgers do not add up']),
    ...(JSON.stringify(ledgersOf(calm.run)) === JSON.stringify(ledgersOf(disturbed.run)) ? [] : ['the ledgers differ from those of the undisturbed run']),
    ...(calm.content.digest === disturbed.content.digest ? [] : ['the content differs from that of the undisturbed run']),
    ...(disturbed.pages.committedReadAgain === 0 ? [] : [`${String(disturbed.pages.committedReadAgain)} committed pages were read again`]),
  ];
}

const shown = ({ run, seconds, content, pages, kills }: Outcome): object => ({
  state: run.state, seconds: Math.round(seconds * 10) / 10, ledgers: ledgersOf(run), content: { lines: content.lines.length, digest: content.digest }, pages, kills,
});

/** @throws Problem for wrong options or when something cannot be started */
export async function kill(args: readonly string[], lifetime: Lifetime, log: Log): Promise<object> {
  const options = readKillOptions(args);
  const shop = await SimulatedShop.start(options, lifetime, log);
  await shop.setLatency(options.latencyMs);
  log('An undisturbed first synchronisation, for comparison');
  const { outcome: calm, server } = await onFreshService({ shop, options, log }, lifetime, null);
  log(`${calm.run.state} after ${calm.seconds.toFixed(1)} s, ${String(calm.pages.pages)} pages`);
  const longestGapMs = (2 * SPREAD * calm.seconds * 1_000) / options.kills;
  log(`The same under ${String(options.kills)} kills, at most ${(longestGapMs / 1_000).toFixed(1)} s of work between two`);
  const { outcome: disturbed } = await onFreshService({ shop, options, log }, lifetime, longestGapMs);
  const faults = broken(calm, disturbed);
  log(`${disturbed.run.state} after ${disturbed.seconds.toFixed(1)} s and ${String(disturbed.kills.length)} kills; page requests repeated: ${String(disturbed.pages.repeated)}, of them for committed pages: ${String(disturbed.pages.committedReadAgain)}`);
  if (disturbed.kills.length < options.kills) log(`The run was over before all kills were made; a longer one (more orders, a higher latency) has room for them.`);
  for (const fault of faults) log(`BROKEN: ${fault}`);
  if (calm.content.digest !== disturbed.content.digest) log(JSON.stringify(differences(calm.content, disturbed.content), null, 2));
  if (faults.length > 0) process.exitCode = 1;
  return { scenario: 'kill', ok: faults.length === 0, broken: faults, options, server, machine: machine(), undisturbed: shown(calm), disturbed: shown(disturbed) };
}
