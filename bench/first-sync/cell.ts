import type { Lifetime } from '#tools/lifetime.js';
import type { Log } from '#tools/progress.js';
import { innerLifetime } from '../service/inner-lifetime.js';
import { launch, type Launched } from '../service/launch.js';
import { connectPanel } from '../service/panel.js';
import { followOnce } from '../service/quiet.js';
import { addsUp, ledgersOf, startRun } from '../service/run.js';
import { SimulatedShop } from '../shop.js';
import { errorPercent, markOf, marksByRequests, steadyFrom, worstError, type Mark, type Steady, type Truth } from './accuracy.js';
import type { FirstSyncOptions, PanelSize } from './options.js';
import { watchRun, type TimedRun, type Watched } from './watch.js';

/** Requests three ways: what the runs counted and what the panel saw. */
type Requests = { readonly run: number; readonly otherRuns: number; readonly panel: number; readonly refused429: number; readonly byResource: Readonly<Record<string, number>> };
type Told = { readonly seconds: number; readonly requests: number };

export type CellResult = PanelSize & {
  readonly state: string;
  readonly ledgersAddUp: boolean;
  readonly ledgers: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** From the start to the end, and of that until parts were planned. */
  readonly seconds: number;
  readonly planningSeconds: number;
  /** What the requests take at the budget, with the burst it begins with left out. */
  readonly secondsAtBudget: number;
  readonly requests: Requests;
  readonly estimate: Told & { readonly secondsErrorPercent: number | null; readonly requestsErrorPercent: number | null };
  readonly marks: readonly Mark[];
  /** Error furthest from 0 between 5 and 75 % of the requests. */
  readonly worstErrorPercent: number | null;
  /** From when on every look was within the promised per cents. */
  readonly steadyFrom: Steady | null;
};

/** The promise of issue 4: after 5 % the time left is within 15 % of the truth. */
export const PROMISED_PERCENT = 15;
/** Whole seconds are told, and looked at once a second: at the very end per cents say nothing. */
const LAST_SECONDS = 20;

const SHARES = [0.05, 0.1, 0.25, 0.5, 0.75] as const;
const QUIET_MS = 180_000;
/** The slowest panel asked about needs so many requests for 100 rows; far beyond it the run is stuck. */
const PATIENCE = { fixedMs: 300_000, requestsPerRow: 0.1 };

const tenth = (value: number): number => Math.round(value * 10) / 10;

async function requestsOf({ rest }: Launched, integrationId: string, runId: string, before: ReadonlyMap<string, number>, panel: SimulatedShop): Promise<Requests> {
  const { items } = await rest.call<{ items: readonly TimedRun[] }>('GET', `/runs?integrationId=${integrationId}&limit=100`);
  const counted = (run: TimedRun): number => run.requests - (before.get(run.id) ?? 0);
  const { requests, byStatus, byResource } = await panel.stats();
  return {
    run: items.filter((run) => run.id === runId).reduce((sum, run) => sum + counted(run), 0),
    otherRuns: items.filter((run) => run.id !== runId).reduce((sum, run) => sum + counted(run), 0),
    panel: requests,
    refused429: byStatus['429'] ?? 0,
    byResource,
  };
}

function judged({ run, samples }: Watched, size: PanelSize, options: FirstSyncOptions, requests: Requests, told: Told): CellResult {
  const times = { created: Date.parse(run.createdAt), started: Date.parse(run.startedAt ?? run.createdAt), ended: Date.parse(run.endedAt ?? run.createdAt) };
  const seconds = (times.ended - times.created) / 1_000;
  const truth: Truth = { startedMs: times.created, endedMs: times.ended, requests: run.requests };
  const [first, fifth] = [samples.find((sample) => sample.secondsLeft !== null), samples.find((sample) => (sample.percent ?? 0) >= 5)];
  const marks = [
    ...(first === undefined ? [] : [markOf('first told', first, truth)]),
    ...(fifth === undefined ? [] : [markOf('5 % shown', fifth, truth)]),
    ...marksByRequests(samples, SHARES, truth),
  ];
  return {
    ...size,
    state: run.state, ledgersAddUp: addsUp(run), ledgers: ledgersOf(run),
    seconds: tenth(seconds), planningSeconds: tenth((times.started - times.created) / 1_000), secondsAtBudget: tenth((60 * run.requests) / options.ratePerMinute),
    requests,
    estimate: { ...told, secondsErrorPercent: errorPercent(told.seconds, seconds), requestsErrorPercent: errorPercent(told.requests, run.requests) },
    marks, worstErrorPercent: worstError(samples, 0.05, 0.75, truth), steadyFrom: steadyFrom(samples, PROMISED_PERCENT, LAST_SECONDS, truth),
  };
}

/** One first synchronisation of a panel of that size, on a service of its own. */
export async function measureCell(size: PanelSize, options: FirstSyncOptions, outer: Lifetime, log: Log): Promise<CellResult> {
  const lifetime = innerLifetime(outer, log);
  try {
    const { ratePerMinute, seed } = options;
    const panel = await SimulatedShop.start({ orders: size.orders, customers: size.clients, seed }, lifetime, log, { platform: 'idosell', more: { subscribers: 0, 'rate-per-minute': ratePerMinute } });
    const launched = await launch({ lifetime, log });
    const { rest } = launched;
    const integrationId = await connectPanel(rest, panel, ratePerMinute);
    await followOnce(launched, integrationId, QUIET_MS);
    const told = await rest.call<Told>('GET', `/integrations/${integrationId}/initial-sync/estimate`);
    log(`The estimate says ${String(told.requests)} requests and ${String(told.seconds)} s`);
    const { items } = await rest.call<{ items: readonly TimedRun[] }>('GET', `/runs?integrationId=${integrationId}&limit=100`);
    await panel.resetStats();
    const runId = await startRun(rest, integrationId, 'initial-sync');
    const limitMs = PATIENCE.fixedMs + (60_000 * PATIENCE.requestsPerRow * (size.clients + size.orders)) / ratePerMinute;
    const watched = await watchRun(rest, runId, limitMs);
    const requests = await requestsOf(launched, integrationId, runId, new Map(items.map((run) => [run.id, run.requests])), panel);
    return judged(watched, size, options, requests, { seconds: told.seconds, requests: told.requests });
  } finally {
    await lifetime.close();
  }
}
