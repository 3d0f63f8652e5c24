import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PgRequestBudget } from '#libs/budget/pg-request-budget.js';
import { connectorOf } from '#libs/connectors/registry.js';
import { newId } from '#libs/domain/ids.js';
import type { FieldRole, FieldType, JsonObject, Platform, RunKind } from '#libs/domain/words.js';
import { createAddressGuard } from '#libs/http/address-guard.js';
import { loadKeyRing } from '#libs/security/key-ring.js';
import { SecretStore } from '#libs/security/secret-store.js';
import { startDatabaseClock } from '#libs/sync/clock.js';
import { DEFAULT_TUNING, type Engine, type EngineTuning } from '#libs/sync/engine.js';
import { openInboxRun, takeInboxBatch } from '#libs/sync/open-runs.js';
import { planRun } from '#libs/sync/plan-run.js';
import { finishRun } from '#libs/sync/run-life.js';
import { syncPart } from '#libs/sync/sync-part.js';
import type { PartStep } from '#workflows/activities.js';
import { startBaselinkerSandbox, type BaselinkerSandbox } from '../../apps/sandbox/baselinker/baselinker-sandbox.js';
import type { BaselinkerSandboxOptions } from '../../apps/sandbox/baselinker/options.js';
import { startIdeaCommerceSandbox, type IdeaCommerceSandbox } from '../../apps/sandbox/idea-commerce/idea-commerce-sandbox.js';
import type { IdeaCommerceSandboxOptions } from '../../apps/sandbox/idea-commerce/options.js';
import { startIdoSellSandbox, type IdoSellSandbox } from '../../apps/sandbox/idosell/idosell-sandbox.js';
import type { IdoSellSandboxOptions } from '../../apps/sandbox/idosell/options.js';
import { startPrestaShopSandbox, type PrestaShopSandbox } from '../../apps/sandbox/prestashop/prestashop-sandbox.js';
import type { PrestaShopSandboxOptions } from '../../apps/sandbox/prestashop/options.js';
import { buildHouse, type House } from './house.js';

/** The sync engine on a real database, without Temporal: specs drive the steps themselves. */
export type EngineHouse = House & { readonly engine: Engine; readonly secrets: SecretStore };

/** `shift`: ms by which the engine's clock is ahead of the database's; may be changed at any time. */
export async function buildEngine(tuning: Partial<EngineTuning> = {}, shift: { ms: number } = { ms: 0 }): Promise<EngineHouse> {
  const house = await buildHouse();
  const folder = mkdtempSync(join(tmpdir(), 'sztafeta-key-'));
  const clock = await startDatabaseClock(house.dataSource);
  const nowMs = (): number => clock.nowMs() + shift.ms;
  const secrets = new SecretStore(house.dataSource, loadKeyRing({ env: {}, file: join(folder, 'master.key') }));
  const engine: Engine = {
    dataSource: house.dataSource, secrets, budget: new PgRequestBudget(house.dataSource, { nowMs }), guard: createAddressGuard({ allow: ['127.0.0.1/32'] }),
    connectors: connectorOf, logger: { info: () => undefined, warn: () => undefined },
    tuning: { ...DEFAULT_TUNING, watchMs: 50, defaultBlockMs: 200, ...tuning }, nowMs,
  };
  return {
    ...house, engine, secrets,
    close: async () => {
      clock.stop();
      rmSync(folder, { recursive: true, force: true });
      await house.close();
    },
  };
}

export type ConnectedShop = { readonly integrationId: string; readonly sandbox: PrestaShopSandbox };
export type ConnectedAccount = { readonly integrationId: string; readonly sandbox: BaselinkerSandbox };
export type ConnectedInstance = { readonly integrationId: string; readonly sandbox: IdeaCommerceSandbox };
export type ConnectedPanel = { readonly integrationId: string; readonly sandbox: IdoSellSandbox };

type Connected = { readonly platform: Platform; readonly code: string; readonly settings: JsonObject; readonly credentials: JsonObject; readonly roles: readonly (readonly [FieldRole, FieldType])[] };

/** A running integration that follows its shop since now, with custom fields of its own. */
async function connect(house: EngineHouse, { platform, code, settings, credentials, roles }: Connected): Promise<string> {
  const integrationId = newId();
  await house.dataSource.query(
    `insert into integration (id, workspace_id, platform, code, name, state, settings, fingerprint, followed_since) values ($1, $2, $3, $4, $4, 'running', $5, 'f1', now())`,
    [integrationId, house.workspaceId, platform, code, JSON.stringify(settings)],
  );
  for (const [role, type] of roles) {
    const fieldId = newId();
    await house.dataSource.query(`insert into custom_field (id, workspace_id, key, label, type) values ($1, $2, $3, $3, $4)`, [fieldId, house.workspaceId, `${code}_${role}`, type]);
    await house.dataSource.query(`insert into custom_field_use (integration_id, role, workspace_id, field_id) values ($1, $2, $3, $4)`, [integrationId, role, house.workspaceId, fieldId]);
  }
  await house.secrets.put({ workspaceId: house.workspaceId, ownerKind: 'integration', ownerId: integrationId, name: 'credentials', value: credentials });
  return integrationId;
}

/** A simulated BaseLinker account with a running integration that follows its journal since now. Its clock is the engine's. */
export async function connectBaseLinker(house: EngineHouse, options: BaselinkerSandboxOptions = {}, settings: JsonObject = {}, code = 'BL1'): Promise<ConnectedAccount> {
  const sandbox = await startBaselinkerSandbox({ ratePerMinute: 0, orders: 40, now: () => house.engine.nowMs(), ...options });
  const integrationId = await connect(house, { platform: 'baselinker', code, credentials: { token: sandbox.key, endpoint: sandbox.url }, settings: { requestsPerMinute: 6_000, ...settings }, roles: [] });
  await house.dataSource.query(`update integration set followed_since = to_timestamp($2::float8 / 1000) where id = $1`, [integrationId, house.engine.nowMs()]);
  return { integrationId, sandbox };
}

/** A simulated instance of IDEA Commerce with a running integration that follows it since now. Its clock is the engine's. */
export async function connectIdeaCommerce(house: EngineHouse, options: IdeaCommerceSandboxOptions = {}, settings: JsonObject = {}, code = 'IDEA1'): Promise<ConnectedInstance> {
  const sandbox = await startIdeaCommerceSandbox({ ratePerMinute: 0, now: () => house.engine.nowMs(), ...options });
  const integrationId = await connect(house, {
    platform: 'idea-commerce', code, credentials: { instance: sandbox.about['instance'] ?? '', token: sandbox.key, apiAddress: sandbox.url },
    settings: { idField: `${code}_id`, lastOrderField: `${code}_last_order_date`, requestsPerSecond: 100, ...settings },
    roles: [['id', 'number'], ['last_order_date', 'date'], ['allegro_login', 'text']],
  });
  await house.dataSource.query(`update integration set followed_since = to_timestamp($2::float8 / 1000) where id = $1`, [integrationId, house.engine.nowMs()]);
  return { integrationId, sandbox };
}

/** A simulated IdoSell panel with a running integration that follows it since now. */
export async function connectIdoSell(house: EngineHouse, options: IdoSellSandboxOptions = {}, settings: JsonObject = {}, code = 'IDO1'): Promise<ConnectedPanel> {
  const sandbox = await startIdoSellSandbox(options);
  const integrationId = await connect(house, {
    platform: 'idosell', code, credentials: { address: sandbox.url, key: sandbox.key, version: 'v8' },
    settings: { idField: `${code}_id`, lastOrderField: `${code}_last`, requestsPerMinute: 3_000, maxInFlight: 4, ...settings },
    roles: [['id', 'number'], ['last_order_date', 'date'], ['allegro_login', 'text']],
  });
  return { integrationId, sandbox };
}

/** A simulated PrestaShop with a running integration that follows it since now. */
export async function connectPrestaShop(house: EngineHouse, options: PrestaShopSandboxOptions = {}, settings: JsonObject = {}, code = 'PS1'): Promise<ConnectedShop> {
  const sandbox = await startPrestaShopSandbox(options);
  const integrationId = await connect(house, {
    platform: 'prestashop', code, credentials: { address: sandbox.url, key: sandbox.key }, settings: { idField: `${code}_id`, ...settings }, roles: [['id', 'number'], ['allegro_login', 'text']],
  });
  return { integrationId, sandbox };
}

export async function openRunRow(house: House, integrationId: string, kind: RunKind, more: { readonly request?: JsonObject; readonly epoch?: number } = {}): Promise<string> {
  const runId = newId();
  await house.dataSource.query(
    `insert into run (id, workspace_id, integration_id, kind, state, epoch, request, requested_by) values ($1, $2, $3, $4, 'queued', $5, $6, 'test')`,
    [runId, house.workspaceId, integrationId, kind, more.epoch ?? 0, JSON.stringify(more.request ?? {})],
  );
  return runId;
}

/** Steps a part until it is not open any more; waits told by the platform are really waited for. */
export async function readToEnd(house: EngineHouse, partId: string): Promise<PartStep> {
  for (;;) {
    const step = await syncPart(house.engine, { partId, signal: new AbortController().signal, onBeat: () => undefined });
    if (step.status === 'wait') await new Promise((resolve) => setTimeout(resolve, step.waitMs));
    else if (step.status !== 'more' && step.status !== 'lost') return step;
  }
}

/** Plans a run, reads its parts one after another and closes it. */
export async function runToEnd(house: EngineHouse, runId: string): Promise<string> {
  const plan = await planRun(house.engine, runId);
  for (const part of plan.parts) await readToEnd(house, part.partId);
  return (await finishRun(house.engine, runId)).state;
}

/** Applies everything due in the inbox; returns the states of the runs this took. */
export async function drainInbox(house: EngineHouse, integrationId: string): Promise<string[]> {
  const states: string[] = [];
  for (let run = await openInboxRun(house.engine, integrationId); run !== null; run = await openInboxRun(house.engine, integrationId)) {
    // What an earlier, interrupted look had taken comes first.
    for (const { partId } of (await planRun(house.engine, run.runId)).parts) await readToEnd(house, partId);
    for (let part = await takeInboxBatch(house.engine, run.runId); part !== null; part = await takeInboxBatch(house.engine, run.runId)) await readToEnd(house, part.partId);
    states.push((await finishRun(house.engine, run.runId)).state);
  }
  return states;
}
