import { z } from 'zod';
import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import type { RecordLane, Stream } from '#libs/connectors/sdk/stream.js';
import { newId } from '#libs/domain/ids.js';
import type { OrderRecord } from '#libs/domain/records.js';
import type { JsonObject } from '#libs/domain/words.js';
import type { EngineHouse } from './engine.js';

const lane: RecordLane = { plan: () => Promise.resolve([]), read: () => { throw new Error('nobody reads history here'); } };

const pollMs = ({ pollSeconds }: JsonObject): number => (typeof pollSeconds === 'number' ? pollSeconds : 60) * 1_000;

/** A platform of orders alone that names its account by nothing but a token, with the orders it has now. */
export function orderHub(orders: Map<string, OrderRecord>): ConnectorDefinition {
  const stream: Stream = {
    name: 'orders', kind: 'order', mapperVersion: 1, trustedTime: false, backfill: lane, delta: lane, sweep: null,
    estimate: () => Promise.resolve({ records: orders.size, precision: 'exact', requests: 3 }),
    byIds: {
      most: 1,
      fetch: (ids) => Promise.resolve({ records: ids.flatMap((id) => orders.get(id) ?? []), rejects: [], excluded: [], missing: ids.filter((id) => !orders.has(id)), requestedMs: Date.now() }),
    },
  };
  return {
    platform: 'baselinker',
    info: {
      name: 'Hub', section: 'e-commerce', summary: { pl: '', en: '' }, searchText: '', streams: ['orders'], limits: { pl: '', en: '' }, guide: 'hub', intervalMs: 60_000, requestsPerPass: 1, dictionaryMs: 0,
      writes: { pl: 'karty', en: 'cards' },
    },
    credentials: z.object({ token: z.string() }), settings: z.object({}), fieldSettings: [], derivingSettings: [], readingSettings: [], readByIds: ['orders'], hooks: null, requestsPerPhone: 2, requestsPerPass: (settings) => 60_000 / pollMs(settings),
    journal: { stream: 'orders', keepMs: 3 * 86_400_000, meaning: () => null, pollMs, rereadMs: () => 0 },
    address: () => 'https://hub.example.com', accountKey: (given) => (given as { token: string }).token, budget: () => ({ limit: null, share: 1, maxInFlight: 1 }),
    links: () => ({ customer: () => null, order: () => null }), sweepDigest: () => null,
    open: () => ({ check: () => Promise.resolve({ ticks: [], facts: {} }), dictionary: () => Promise.resolve([]), streams: [stream] }),
  };
}

/** An integration of it whose stored credentials hold `token`. */
export async function connectHub(house: EngineHouse, token: string, accountKey: string | null): Promise<string> {
  const id = newId();
  await house.dataSource.query(
    `insert into integration (id, workspace_id, platform, code, name, state, settings, fingerprint, followed_since, account_key) values ($1, $2, 'baselinker', $3, 'Hub', 'running', '{}', 'f1', now(), $4)`,
    [id, house.workspaceId, id, accountKey],
  );
  await house.secrets.put({ workspaceId: house.workspaceId, ownerKind: 'integration', ownerId: id, name: 'credentials', value: { token } });
  return id;
}
