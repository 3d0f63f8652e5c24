import type { DataSource } from 'typeorm';
import type { IntegrationState } from '#libs/domain/integration-state.js';
import { ENDED, type RunState } from '#libs/domain/run-state.js';
import type { FieldTargets } from '#libs/ingest/page.js';
import type { Desired, FieldRole, JsonObject, Lane, Platform, RunKind, StreamName } from '#libs/domain/words.js';

export type IntegrationRow = {
  readonly id: string;
  readonly workspace_id: string;
  readonly platform: Platform;
  readonly code: string;
  readonly state: IntegrationState;
  readonly account_key: string | null;
  readonly settings: JsonObject;
  readonly settings_version: number;
  readonly fingerprint: string;
  readonly epoch: number;
  readonly followed_ms: number | null;
  readonly dictionary_ms: number | null;
  readonly generic: readonly string[] | null;
  readonly allegro_domains: readonly string[] | null;
};

export type RunRow = {
  readonly id: string;
  readonly workspace_id: string;
  readonly integration_id: string;
  readonly kind: RunKind;
  readonly state: RunState;
  readonly desired: Desired;
  readonly request: JsonObject;
  readonly epoch: number;
  readonly planned_at: Date | null;
};

export type PartRow = {
  readonly id: string;
  readonly run_id: string;
  readonly integration_id: string;
  readonly stream: StreamName;
  readonly lane: Lane;
  readonly state: 'open' | 'done' | 'incomplete';
  readonly range: JsonObject;
  readonly cursor: JsonObject | null;
  readonly seq: number;
  readonly desired: Desired;
  readonly settings_version: number;
  readonly created_ms: number;
  readonly excluded_reasons: Readonly<Record<string, number>>;
  readonly read: number; readonly written: number; readonly reapplied: number; readonly identical: number;
  readonly older: number; readonly duplicate: number; readonly excluded: number; readonly rejected: number;
  readonly pages: number; readonly swept: number; readonly queued: number;
};

/** The integration, or null when it is deleted. `generic` are the workspace's own generic addresses, `allegro_domains` its list of Allegro's domains (null: the known ones). */
export async function findIntegration(dataSource: DataSource, id: string): Promise<IntegrationRow | null> {
  const [row] = await dataSource.query<IntegrationRow[]>(
    `select i.id, i.workspace_id, i.platform, i.code, i.state, i.account_key, i.settings, i.settings_version, i.fingerprint, i.epoch,
       (extract(epoch from i.followed_since) * 1000)::float8 as followed_ms, (extract(epoch from i.dictionary_at) * 1000)::float8 as dictionary_ms, w.settings->'genericAddresses' as generic, w.settings->'allegro'->'domains' as allegro_domains
     from integration i join workspace w on w.id = i.workspace_id where i.id = $1 and i.deleted_at is null`,
    [id],
  );
  return row ?? null;
}

export async function findRun(dataSource: DataSource, id: string): Promise<RunRow | null> {
  const [row] = await dataSource.query<RunRow[]>(`select id, workspace_id, integration_id, kind, state, desired, request, epoch, planned_at from run where id = $1`, [id]);
  return row ?? null;
}

export const isEnded = (run: RunRow | null): boolean => run === null || ENDED.has(run.state);

const COUNTS = ['read', 'written', 'reapplied', 'identical', 'older', 'duplicate', 'excluded', 'rejected', 'pages', 'swept', 'queued'].map((name) => `${name}::float8 as ${name}`).join(', ');

export async function findPart(dataSource: DataSource, id: string): Promise<PartRow | null> {
  const [row] = await dataSource.query<PartRow[]>(
    `select id, run_id, integration_id, stream, lane, state, range, cursor, seq, desired, settings_version, excluded_reasons,
       (extract(epoch from created_at) * 1000)::float8 as created_ms, ${COUNTS} from part where id = $1`,
    [id],
  );
  return row ?? null;
}

/** What the integration fills: fields of its own settings, and the login fields of the workspace's Allegro integrations. */
export async function findFields(dataSource: DataSource, integrationId: string): Promise<FieldTargets> {
  const rows = await dataSource.query<{ role: FieldRole; field_ids: string[] }[]>(
    `select role, array_agg(field_id::text order by field_id) as field_ids from (
       select role, field_id from custom_field_use where integration_id = $1
       union select 'allegro_login', f.id from integration i join workspace w on w.id = i.workspace_id
         cross join jsonb_array_elements_text(w.settings->'allegro'->'loginFields') as x(id) join custom_field f on f.id = x.id::uuid where i.id = $1
     ) as used group by role`,
    [integrationId],
  );
  return new Map(rows.map((row) => [row.role, row.field_ids]));
}
