import type { Log } from '#tools/progress.js';
import { askOne } from '../measure/database.js';
import { begin, prepare } from './acknowledgement.js';
import { measureAnswers, type Answers } from './answers.js';
import { gather, shortfalls, type Evidence } from './evidence.js';
import { withoutTemporal } from './hold-down.js';
import type { House } from './house.js';
import { appliedSince, countedBy, untilDrained, waitingIn } from './inbox.js';
import { chooseNames, countOf } from './names.js';
import { mixOf, type WebhookOptions } from './options.js';

export type TemporalDown = {
  readonly service: Answers;
  readonly downSeconds: number;
  /** In the inbox when Temporal came back. */
  readonly backlog: number;
  /** From Temporal being back until a run was opened for them, and the first and the last record was on its card. */
  readonly openedSeconds: number | null;
  readonly firstAppliedSeconds: number | null;
  readonly drainSeconds: number;
  /** Once the worker was at it again: from the first to the last record. */
  readonly recordsPerSecond: number;
  readonly evidence: Evidence;
  readonly broken: readonly string[];
};

const DRAIN_LIMIT_MS = 20 * 60_000;
async function openedAt({ launched, integrationId }: House, since: string): Promise<number | null> {
  const { at } = await askOne<{ at: number | null }>(
    launched.databaseUrl,
    `select (extract(epoch from min(created_at)) * 1000)::float8 as at from run where integration_id = $1 and kind = 'webhook' and created_at >= $2::timestamptz`,
    [integrationId, since],
  );
  return at;
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** Deliveries while Temporal is down, each about another record; then how the inbox drains. */
export async function measureTemporalDown(house: House, options: WebhookOptions, log: Log): Promise<TemporalDown> {
  const { perSecond, stored } = options;
  const { launched, address } = house;
  const names = await chooseNames(house, mixOf(stored, 'stored'));
  const messages = await prepare(house, names, 'ul. Zaległa 2', options);
  const start = await begin(house);
  log(`B. ${String(stored)} deliveries while Temporal is down`);
  const { api: receiver, worker, postgres } = launched.pids();
  const send = async (): Promise<{ service: Answers; applied: number }> => {
    const service = await measureAnswers({ address, messages, perSecond, pids: { receiver, worker, postgres }, databaseUrl: launched.databaseUrl });
    return { service, applied: (await countedBy(house)).stored - start.stored - (await waitingIn(house)) };
  };
  const { result, downSeconds, backMs } = await withoutTemporal(launched, send);
  const [back, backlog] = [Date.now() - (performance.now() - backMs), await waitingIn(house)];
  log(`Temporal is back after ${downSeconds.toFixed(1)} s; ${String(backlog)} records wait`);
  await untilDrained(house, DRAIN_LIMIT_MS);
  const { firstAt, lastAt } = await appliedSince(house, start.at);
  const drainSeconds = ((lastAt ?? back) - back) / 1_000;
  const opened = await openedAt(house, start.at);
  const evidence = await gather(house, names, start);
  return {
    service: result.service, downSeconds, backlog,
    openedSeconds: opened === null ? null : tenth((opened - back) / 1_000),
    firstAppliedSeconds: firstAt === null ? null : tenth((firstAt - back) / 1_000),
    drainSeconds: tenth(drainSeconds), recordsPerSecond: Math.round((1_000 * countOf(names)) / Math.max(1, (lastAt ?? back) - (firstAt ?? back))),
    evidence,
    broken: [...shortfalls('Temporal down', evidence, result.service.answers), ...(result.applied === 0 ? [] : [`Temporal down: ${String(result.applied)} records were applied without Temporal`])],
  };
}
