import { newId } from '#libs/domain/ids.js';
import type { RouteOptions } from '#libs/domain/relay/route-options.js';
import { DELIVERY_TUNING, type DeliveryEngine, type DeliveryTuning } from '#libs/delivery/engine.js';
import { deliverStep } from '#libs/delivery/deliver-step.js';
import { destinationOf } from '#libs/destinations/registry.js';
import { hashAccount } from '#libs/sync/open-account.js';
import type { JsonObject } from '#libs/domain/words.js';
import { startSalesmanagoSandbox, type SalesmanagoSandbox } from '../../apps/sandbox/salesmanago/salesmanago-sandbox.js';
import type { SalesmanagoSandboxOptions } from '../../apps/sandbox/salesmanago/options.js';
import type { EngineHouse } from './engine.js';

export const OPTIONS: RouteOptions = {
  scope: 'everyone', consentSource: null, shop: null, language: null, location: 'sklep_pl', leaveOut: [], events: ['PURCHASE', 'CANCELLATION', 'RETURN', 'CART'], consents: ['email', 'sms'],
  accountTag: 'rejestracja', subscriberTag: 'newsletter', commonTag: null, sourceTag: false, skipShopOrders: false, productId: 'product', sources: [], emailByPhone: 'surname',
};

/** Waits a test can live with; nothing else differs from production. */
const QUICK: Partial<DeliveryTuning> = { stepMs: 500, leaseMs: 400, paceMs: 20, jobMs: 20, retryMs: 50, quietMs: 60 };

export type Account = { readonly destinationId: string; readonly sandbox: SalesmanagoSandbox; readonly engine: DeliveryEngine };

/** A simulated SALESmanago account with a destination that is ready to deliver to it. */
export async function connectSalesmanago(house: EngineHouse, options: SalesmanagoSandboxOptions = {}, settings: JsonObject = {}, tuning: Partial<DeliveryTuning> = {}): Promise<Account> {
  const sandbox = await startSalesmanagoSandbox(options);
  const destinationId = newId();
  await house.dataSource.query(
    `insert into destination (id, workspace_id, kind, code, name, state, account, settings) values ($1, $2, 'salesmanago', $3, $3, 'ready', $4, $5)`,
    [destinationId, house.workspaceId, `SM-${destinationId.slice(-12)}`, hashAccount('salesmanago', sandbox.clientId), JSON.stringify({ contactsPerMinute: 10_000, requestsPerMinute: 3_000, maxInFlight: 8, ...settings })],
  );
  await house.secrets.put({
    workspaceId: house.workspaceId, ownerKind: 'destination', ownerId: destinationId, name: 'credentials',
    value: { endpoint: sandbox.url, clientId: sandbox.clientId, apiSecret: sandbox.apiSecret, owner: sandbox.owner, apiV3Key: sandbox.v3Key, v3Endpoint: sandbox.url },
  });
  return { destinationId, sandbox, engine: { sync: house.engine, destinations: destinationOf, tuning: { ...DELIVERY_TUNING, ...QUICK, ...tuning } } };
}

export type RouteRequest = { readonly integrationId: string; readonly destinationId: string; readonly options?: Partial<RouteOptions>; /** SQL interval the route was started before now. */ readonly startedAgo?: string };

/** A route that is on. */
export async function addRoute(house: EngineHouse, { integrationId, destinationId, options = {}, startedAgo = '0 seconds' }: RouteRequest): Promise<string> {
  const routeId = newId();
  await house.dataSource.query(
    `insert into route (id, workspace_id, integration_id, destination_id, name, state, options, started_at, events_from, source_code, source_account)
     select $1, i.workspace_id, i.id, $3, 'route', 'on', $4, now() - $5::interval, now() - $5::interval, i.code, 'source-' || i.id from integration i where i.id = $2`,
    [routeId, integrationId, destinationId, JSON.stringify({ ...OPTIONS, ...options }), startedAgo],
  );
  await house.dataSource.query(`insert into route_ledger (route_id) values ($1)`, [routeId]);
  return routeId;
}

export const step = (account: Account): ReturnType<typeof deliverStep> => deliverStep(account.engine, { destinationId: account.destinationId, signal: new AbortController().signal, onBeat: () => undefined });

/** Steps until nothing waits any more; waits that were asked for are really waited for. */
export async function deliverAll(account: Account): Promise<void> {
  for (;;) {
    const result = await step(account);
    if (result.status !== 'more' && result.waitMs === 0) return;
    if (result.waitMs > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(result.waitMs, 1_000)));
  }
}

/** Counts an export, confirms it at once, and delivers all of it. */
export async function exportAll(house: EngineHouse, account: Account, routeId: string, historySince: Date | null = null): Promise<JsonObject> {
  const id = newId();
  await house.dataSource.query(`insert into route_export (id, workspace_id, route_id, state, history_since, options_version) values ($1, $2, $3, 'counting', $4, 0)`, [id, house.workspaceId, routeId, historySince]);
  for (;;) {
    await step(account);
    const [row] = await house.dataSource.query<{ state: string; counts: JsonObject }[]>(`select state, counts from route_export where id = $1`, [id]);
    if (row?.state !== 'counted') continue;
    await house.dataSource.query(`update route_export set state = 'running', confirmed_at = now() where id = $1`, [id]);
    await house.dataSource.query(`update route set exported_from = coalesce(exported_from, now()), events_from = least(events_from, $2) where id = $1`, [routeId, historySince]);
    await deliverAll(account);
    return row.counts;
  }
}

export type LedgerView = { readonly considered: number; readonly queued: number; readonly collapsed: number; readonly already_sent: number; readonly excluded: number; readonly excluded_reasons: Record<string, number> };
export type OutboxView = { readonly queued: number; readonly delivered: number; readonly failed: number; readonly cancelled: number; readonly open: number };

export async function ledgerOf(house: EngineHouse, routeId: string): Promise<LedgerView> {
  const [row] = await house.dataSource.query<LedgerView[]>(`select considered::int, queued::int, collapsed::int, already_sent::int, excluded::int, excluded_reasons from route_ledger where route_id = $1`, [routeId]);
  if (row === undefined) throw new Error('no ledger');
  return row;
}

export async function outboxOf(house: EngineHouse, routeId: string): Promise<OutboxView> {
  const [row] = await house.dataSource.query<OutboxView[]>(
    `select coalesce(sum(queued), 0)::int as queued, coalesce(sum(delivered), 0)::int as delivered, coalesce(sum(failed), 0)::int as failed, coalesce(sum(cancelled), 0)::int as cancelled,
       coalesce(sum(case when state in ('pending', 'sending', 'confirming', 'unknown') then 1 else 0 end + again::int), 0)::int as open from delivery where route_id = $1`,
    [routeId],
  );
  if (row === undefined) throw new Error('no outbox');
  return row;
}
