import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import type { Platform, StreamName } from '#libs/domain/words.js';

/** A platform that sends webhooks: how often it is polled all the same, and in which streams both tell of the same records. */
export type Pushing = { readonly platform: Platform; readonly intervalMs: number; readonly streams: readonly StreamName[] };

/** What webhooks tell of on every platform known so far. Addresses come with their customers and orders. */
const PUSHED: readonly StreamName[] = ['customers', 'orders'];

export function pushingPlatforms(connectors: readonly ConnectorDefinition[]): readonly Pushing[] {
  return connectors
    .filter((connector) => connector.hooks !== null)
    .map(({ platform, info, readByIds }) => ({ platform, intervalMs: info.intervalMs, streams: PUSHED.filter((stream) => readByIds.includes(stream)) }));
}
