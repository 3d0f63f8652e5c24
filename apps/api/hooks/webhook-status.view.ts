import type { EntityManager } from 'typeorm';
import type { Language } from '#libs/domain/words.js';
import { pushingPlatforms } from '#libs/hooks/pushing.js';
import { LATE_NOW } from '#libs/hooks/late.js';
import { hookCoverage, silentHooks } from '#libs/hooks/watch.js';
import type { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import type { ConnectorCatalog } from '../platforms/connector-catalog.js';
import type { WebhookCounts, WebhookStatus } from './webhook.schemas.js';
import { judgeHooks } from './webhook-state.js';

type Row = {
  readonly integrationId: string;
  readonly firstAt: Date | null;
  readonly lastAt: Date | null;
  readonly lastLateAt: Date | null;
  readonly lateNow: boolean;
  readonly useless: number;
  readonly today: WebhookCounts;
  readonly week: WebhookCounts;
};

const NAMES = ['received', 'stored', 'collapsed', 'ignored', 'unreadable', 'late'] as const;
const NONE: WebhookCounts = { received: 0, stored: 0, collapsed: 0, ignored: 0, unreadable: 0, late: 0 };
const TODAY = `(now() at time zone 'utc')::date`;

const sums = (where: string): string => `json_build_object(${NAMES.map((name) => `'${name}', coalesce(sum(c.${name}) filter (where ${where}), 0)`).join(', ')})`;
const HOOKS = `
  select h.integration_id as "integrationId", h.first_at as "firstAt", h.last_at as "lastAt", h.last_late_at as "lastLateAt",
    coalesce(${LATE_NOW}, false) as "lateNow", coalesce(sum(c.ignored - c.old_ignored + c.unreadable - c.old_unreadable), 0)::int as useless, ${sums(`c.day = ${TODAY}`)} as today, ${sums('true')} as week
  from hook h join integration i on i.id = h.integration_id left join hook_count c on c.integration_id = h.integration_id and c.day > ${TODAY} - 7
  where h.integration_id = any($1::uuid[]) group by h.integration_id, i.id`;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** How webhooks are, by integration, in three statements whatever the length of the list; null where the platform sends none. */
export async function webhookStatuses(
  manager: EntityManager,
  integrations: readonly IntegrationEntity[],
  language: Language,
  catalog: ConnectorCatalog,
): Promise<ReadonlyMap<string, WebhookStatus | null>> {
  const hooks = new Map(catalog.all.map((connector) => [connector.platform, connector.hooks]));
  const pushed = integrations.filter((integration) => hooks.get(integration.platform)).map((integration) => integration.id);
  if (pushed.length === 0) return new Map(integrations.map((integration) => [integration.id, null]));
  const platforms = pushingPlatforms(catalog.all);
  const rows = new Map((await manager.query<Row[]>(HOOKS, [pushed])).map((row) => [row.integrationId, row]));
  const silent = new Map((await silentHooks(manager, platforms, pushed)).map((row) => [row.integrationId, row]));
  const covered = new Map((await hookCoverage(manager, platforms, pushed)).map((row) => [row.integrationId, row]));

  const statusOf = (integration: IntegrationEntity): WebhookStatus | null => {
    const definition = hooks.get(integration.platform) ?? null;
    if (definition === null) return null;
    const row = rows.get(integration.id);
    const { state, text } = judgeHooks(row === undefined ? null : { ...row, integrationState: integration.state, silence: silent.get(integration.id) ?? null });
    const { fromWebhooks = 0, fromPolling = 0 } = covered.get(integration.id) ?? {};
    const all = fromWebhooks + fromPolling;
    return {
      state,
      message: text[language],
      reminder: row !== undefined && integration.state === 'stopped' ? definition.removal[language] : null,
      firstAt: iso(row?.firstAt ?? null),
      lastAt: iso(row?.lastAt ?? null),
      lastLateAt: iso(row?.lastLateAt ?? null),
      today: row?.today ?? NONE,
      lastSevenDays: row?.week ?? NONE,
      coverage: { fromWebhooks, fromPolling, percent: all === 0 ? null : Math.round((100 * fromWebhooks) / all) },
    };
  };
  return new Map(integrations.map((integration) => [integration.id, statusOf(integration)]));
}
