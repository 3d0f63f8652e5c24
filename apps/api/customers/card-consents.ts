import type { EntityManager } from 'typeorm';
import { CONSENT_CHANNELS, CONSENT_KINDS, type ConsentChannel, type ConsentKind } from '#libs/domain/records.js';
import { latestStatement, type ConsentStatement } from '#libs/domain/consent.js';
import type { StreamName } from '#libs/domain/words.js';
import type { Showing } from '../records/record-views.js';
import type { ConsentView } from './customer.schemas.js';

/** What a record of the card says about one consent. Moments in ms since 1970; `shop` is empty where there is only one. */
export type Statement = ConsentStatement & {
  readonly integrationId: string;
  readonly shop: string;
  readonly kind: ConsentKind;
  readonly channel: ConsentChannel;
  readonly origin: StreamName;
};

/**
 * Hundreds of orders may say the same: of each state only the newest statement is fetched, and `latestStatement` decides
 * between the two. A record that is gone grants nothing any more; a refusal outlives it, because no disappearance may turn a
 * no into the yes of an older statement.
 */
const STATEMENTS = `
  select distinct on (c.integration_id, c.shop, c.kind, c.channel, c.state) c.integration_id as "integrationId", c.shop, c.kind, c.channel, c.state, c.origin,
    (extract(epoch from c.changed_at) * 1000)::float8 as "changedMs", (extract(epoch from c.observed_at) * 1000)::float8 as "observedMs"
  from consent c join source_record s on s.id = c.record_id where s.customer_id = $1 and s.workspace_id = $2 and (s.gone_at is null or c.state = 'refused')
  order by c.integration_id, c.shop, c.kind, c.channel, c.state, coalesce(c.changed_at, c.observed_at) desc, c.changed_at desc nulls last, c.record_id`;

/** The statements of all records of a card that can count. */
export async function statementsOn(manager: EntityManager, workspaceId: string, customerId: string): Promise<Statement[]> {
  return await manager.query<Statement[]>(STATEMENTS, [customerId, workspaceId]);
}

const iso = (ms: number): string => new Date(ms).toISOString();

const sameMatter = (a: Statement, b: Statement): boolean => a.shop === b.shop && a.kind === b.kind && a.channel === b.channel;

/** Shops by number, then kinds and channels in the order of their lists. */
function inOrder(a: Statement, b: Statement): number {
  const shops = a.shop.localeCompare(b.shop, 'en', { numeric: true });
  if (shops !== 0) return shops;
  return CONSENT_KINDS.indexOf(a.kind) - CONSENT_KINDS.indexOf(b.kind) || CONSENT_CHANNELS.indexOf(a.channel) - CONSENT_CHANNELS.indexOf(b.channel);
}

/** What counts for each shop, kind and channel, of the statements of one integration. */
export function consentViewsOf(statements: readonly Statement[], { dictionary, integration }: Showing): ConsentView[] {
  const counting = statements.filter((one) => latestStatement(statements.filter((other) => sameMatter(one, other))) === one);
  return counting.sort(inOrder).map(({ shop, kind, channel, state, changedMs, observedMs, origin }) => ({
    shop: dictionary.shop(integration.id, shop),
    kind,
    channel,
    state,
    changedAt: changedMs === null ? null : iso(changedMs),
    observedAt: iso(observedMs),
    origin,
  }));
}
