import type { DataSource } from 'typeorm';
import { CONNECTORS } from '#libs/connectors/registry.js';
import { newId } from '#libs/domain/ids.js';
import { pushingPlatforms, type Pushing } from '#libs/hooks/pushing.js';
import type { Cause } from './rules.js';
import { RULES } from './rules.js';
import type { AlertRule } from './texts.js';
import { ALERT_RULES, ALERT_TEXT } from './texts.js';

const OPEN = `insert into alert (id, workspace_id, integration_id, rule, subject, message, detail)
  select x.id, x.workspace_id, x.integration_id, $1, x.subject, x.message, x.detail
  from jsonb_to_recordset($2::jsonb) as x(id uuid, workspace_id uuid, integration_id uuid, subject text, message jsonb, detail jsonb)
  on conflict (workspace_id, rule, subject) where closed_at is null do nothing returning id`;

const CLOSE = `update alert a set closed_at = now() where a.rule = $1 and a.closed_at is null
  and not exists (select 1 from jsonb_to_recordset($2::jsonb) as x(workspace_id uuid, subject text) where x.workspace_id = a.workspace_id and x.subject = a.subject)`;

function rowsOf(rule: AlertRule, causes: readonly Cause[]): string {
  const rows = causes.map(({ workspaceId, integrationId, subject, name, detail }) => ({
    id: newId(), workspace_id: workspaceId, integration_id: integrationId, subject, message: ALERT_TEXT[rule](name, detail), detail: { ...detail, integration: name },
  }));
  return JSON.stringify(rows);
}

export type KeptAlerts = { readonly opened: number; readonly closed: number };

/** Opens an alert for every cause that has none, and closes those whose cause is gone. */
export async function keepAlerts(dataSource: DataSource, platforms: readonly Pushing[] = pushingPlatforms(CONNECTORS)): Promise<KeptAlerts> {
  let opened = 0;
  let closed = 0;
  for (const rule of ALERT_RULES) {
    const rows = rowsOf(rule, await RULES[rule](dataSource, platforms));
    opened += (await dataSource.query<unknown[]>(OPEN, [rule, rows])).length;
    closed += (await dataSource.query<[unknown[], number]>(CLOSE, [rule, rows]))[1];
  }
  return { opened, closed };
}
