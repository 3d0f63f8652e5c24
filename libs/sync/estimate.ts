import { monthUseOf } from '#libs/budget/month-use.js';
import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import type { JsonObject } from '#libs/domain/words.js';
import type { Engine } from './engine.js';
import { journalCost } from './look-up-cost.js';
import { openAccount } from './open-account.js';
import { findIntegration } from './rows.js';

/** Records a second the write path takes with ease; only decides when the shop is faster than that. */
const WRITES_PER_SECOND = 4_000;
const MONTH_MS = 30 * 86_400_000;

/** What a pass in which nothing has changed takes, under the integration's own settings. */
export const quietPass = ({ info, requestsPerPass }: Pick<ConnectorDefinition, 'info' | 'requestsPerPass'>, settings: JsonObject): Pick<ConnectorDefinition['info'], 'intervalMs' | 'requestsPerPass'> =>
  ({ intervalMs: info.intervalMs, requestsPerPass: requestsPerPass?.(settings) ?? info.requestsPerPass });

/** Requests that following takes in 30 days in which nothing changes; what changes comes on top. */
export function requestsToFollow({ intervalMs, requestsPerPass }: Pick<ConnectorDefinition['info'], 'intervalMs' | 'requestsPerPass'>): number {
  return requestsPerPass === 0 ? 0 : Math.ceil((MONTH_MS / intervalMs) * requestsPerPass);
}

/**
 * What a first sync would read, ask and cost, for the confirmation window: `{ streams, requests, seconds, concurrency, writes,
 * requestsPerMonth, usedThisMonth, journal }`: what following takes, what the account was asked this month, and, where a journal is
 * followed, what its looks do not show.
 * The time comes from the platform's own limit where there is one, else from how fast the shop answered just now.
 * @throws Failure what the shop answered
 */
export async function estimate(engine: Engine, input: { readonly integrationId: string; readonly sinceMs: number | null }, signal: AbortSignal): Promise<JsonObject> {
  const integration = await findIntegration(engine.dataSource, input.integrationId);
  if (integration === null) return { streams: [], requests: 0, seconds: 0 };
  const account = await openAccount(engine, integration, { priority: 'recurring' });
  try {
    const streams: { stream: string; records: number | null; precision: string; requests: number | null; probeMs: number }[] = [];
    for (const stream of account.connector.streams) {
      const started = performance.now();
      const found = await stream.estimate({ sinceMs: input.sinceMs }, signal);
      streams.push({ stream: stream.name, ...found, probeMs: performance.now() - started });
    }
    const sum = (values: readonly (number | null)[]): number => values.reduce<number>((total, value) => total + (value ?? 0), 0);
    const requests = sum(streams.map((entry) => entry.requests));
    const concurrency = Math.max(1, ...account.accounts.map((entry) => entry.maxInFlight));
    const limits = account.accounts.flatMap((entry) => (entry.limit === null ? [] : [(requests * entry.limit.windowMs) / (entry.limit.requests * entry.share)]));
    // A page is slower than a probe; probes ask for one row each and there are about a dozen of them.
    const asked = (requests / concurrency) * Math.max(10, sum(streams.map((entry) => entry.probeMs)) / (streams.length * 12));
    const uses = await monthUseOf(engine.dataSource, account.accounts.map((entry) => entry.key));
    const written = (sum(streams.map((entry) => entry.records)) / WRITES_PER_SECOND) * 1000;
    return {
      streams: streams.map(({ stream, records, precision, requests: count }) => ({ stream, records, precision, requests: count })),
      requests,
      seconds: Math.ceil(Math.max(asked, written, ...limits) / 1000),
      concurrency,
      writes: account.definition.info.writes,
      requestsPerMonth: requestsToFollow(quietPass(account.definition, integration.settings)),
      usedThisMonth: [...uses.values()].reduce((total, use) => total + use.thisMonth, 0),
      journal: await journalCost(engine.dataSource, integration, account),
    };
  } finally {
    await account.close();
  }
}
