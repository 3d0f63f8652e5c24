import type { EntityManager } from 'typeorm';
import type { CheckReport } from '#libs/connectors/sdk/check.js';
import { readsNothing } from '#libs/connectors/sdk/streams-read.js';
import { legalCalls, type IntegrationCall, type IntegrationState } from '#libs/domain/integration-state.js';
import type { Language } from '#libs/domain/words.js';
import { monthUseOf, NO_USE, type MonthUse } from '#libs/budget/month-use.js';
import type { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import { quietPass, requestsToFollow } from '#libs/sync/estimate.js';
import { webhookStatuses } from '../hooks/webhook-status.view.js';
import { asFailure } from '../http/failure-problem.js';
import type { ConnectorCatalog } from '../platforms/connector-catalog.js';
import type { IntegrationView, TickView } from './integration.schemas.js';

/** Names of the calls as they stand in the paths of this API. */
const CALL_NAMES: Readonly<Record<Exclude<IntegrationCall, 'reject'>, string>> = {
  accept: 'authenticate',
  save: 'settings',
  start: 'start',
  pause: 'pause',
  resume: 'resume',
  stop: 'stop',
};

export function nextSteps(state: IntegrationState): string[] {
  return legalCalls(state).flatMap((call) => (call === 'reject' ? [] : [CALL_NAMES[call]]));
}

export function tickViews(report: CheckReport | null, language: Language): TickView[] {
  return (report?.ticks ?? []).map((tick) => ({
    code: tick.code,
    state: tick.state,
    required: tick.required,
    label: tick.label[language],
    fix: tick.fix?.[language] ?? null,
  }));
}

type Numbers = {
  readonly records: ReadonlyMap<string, Record<string, number>>;
  readonly rejects: ReadonlyMap<string, number>;
  readonly runs: ReadonlyMap<string, { id: string; kind: string; state: string }[]>;
};

/** Counts of many integrations in three statements, whatever the length of the list. */
async function numbersOf(manager: EntityManager, ids: readonly string[]): Promise<Numbers> {
  const kinds = await manager.query<{ id: string; kind: string; count: string }[]>(
    `select integration_id as id, kind, count(*) as count from source_record where integration_id = any($1::uuid[]) group by 1, 2`,
    [ids],
  );
  const rejects = await manager.query<{ id: string; count: string }[]>(
    `select integration_id as id, count(*) as count from reject where integration_id = any($1::uuid[]) and closed_at is null group by 1`,
    [ids],
  );
  const runs = await manager.query<{ integration: string; id: string; kind: string; state: string }[]>(
    `select integration_id as integration, id, kind, state from run
     where integration_id = any($1::uuid[]) and state in ('queued', 'running', 'paused', 'waiting') order by id`,
    [ids],
  );
  const records = new Map<string, Record<string, number>>();
  for (const row of kinds) records.set(row.id, { ...records.get(row.id), [row.kind]: Number(row.count) });
  const unfinished = new Map<string, { id: string; kind: string; state: string }[]>();
  for (const { integration, ...run } of runs) unfinished.set(integration, [...(unfinished.get(integration) ?? []), run]);
  return { records, rejects: new Map(rejects.map((row) => [row.id, Number(row.count)])), runs: unfinished };
}

function lagOf(integration: IntegrationEntity, catalog: ConnectorCatalog, now: number): number | null {
  if (catalog.all.some((one) => one.platform === integration.platform && readsNothing(one))) return null;
  const seen = integration.lastSuccessAt ?? integration.followedSince;
  return integration.state !== 'running' || seen === null ? null : Math.max(0, Math.round((now - seen.getTime()) / 1_000));
}

function problemOf(integration: IntegrationEntity, language: Language): IntegrationView['problem'] {
  const failure = asFailure(integration.problem);
  return failure === null ? null : { code: failure.code, message: failure.text[language], fix: failure.fix?.[language] ?? null };
}

/** Requests are counted by the outside account: integrations of one account share the figures. */
function requestsOf(integration: IntegrationEntity, uses: ReadonlyMap<string, MonthUse>, catalog: ConnectorCatalog): IntegrationView['requests'] {
  const definition = catalog.all.find((one) => one.platform === integration.platform);
  return { ...(uses.get(integration.accountKey ?? '') ?? NO_USE), perMonthFollowing: definition === undefined ? null : requestsToFollow(quietPass(definition, integration.settings)) };
}

/** Integrations as callers see them; never a credential. */
export async function integrationViews(manager: EntityManager, integrations: readonly IntegrationEntity[], language: Language, catalog: ConnectorCatalog): Promise<IntegrationView[]> {
  const numbers = await numbersOf(manager, integrations.map((integration) => integration.id));
  const uses = await monthUseOf(manager, integrations.flatMap(({ accountKey }) => (accountKey === null ? [] : [accountKey])));
  const webhooks = await webhookStatuses(manager, integrations, language, catalog);
  const now = Date.now();
  return integrations.map((integration) => ({
    id: integration.id,
    code: integration.code,
    name: integration.name,
    platform: integration.platform,
    state: integration.state,
    nextSteps: nextSteps(integration.state),
    address: integration.address,
    settings: integration.settings,
    settingsVersion: integration.settingsVersion,
    checkedAt: integration.checkedAt?.toISOString() ?? null,
    ticks: tickViews(integration.checkReport as CheckReport | null, language),
    followedSince: integration.followedSince?.toISOString() ?? null,
    lastSuccessAt: integration.lastSuccessAt?.toISOString() ?? null,
    lastRecordAt: integration.lastRecordAt?.toISOString() ?? null,
    lagSeconds: lagOf(integration, catalog, now),
    records: numbers.records.get(integration.id) ?? {},
    openRejects: numbers.rejects.get(integration.id) ?? 0,
    requests: requestsOf(integration, uses, catalog),
    unfinishedRuns: numbers.runs.get(integration.id) ?? [],
    problem: problemOf(integration, language),
    webhooks: webhooks.get(integration.id) ?? null,
    createdAt: integration.createdAt.toISOString(),
    updatedAt: integration.updatedAt.toISOString(),
  }));
}

export async function integrationViewOf(manager: EntityManager, integration: IntegrationEntity, language: Language, catalog: ConnectorCatalog): Promise<IntegrationView> {
  const [view] = await integrationViews(manager, [integration], language, catalog);
  if (view === undefined) throw new Error('one integration gives one view');
  return view;
}
