import type { EntityManager } from 'typeorm';
import { CONSENT_CHANNELS, CONSENT_KINDS, type ConsentChannel, type ConsentKind, type NeutralRecord } from '#libs/domain/records.js';
import { consentsOf, latestStatement, type ConsentStatement } from '#libs/domain/consent.js';
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

/** The stored text is what JSON.stringify gives, and quotes inside its strings are escaped: this is the member itself. */
const ACCOUNT = `s.kind = 'customer' and position('"standing":"account"' in s.body) > 0`;

/**
 * Hundreds of orders may say the same: of each state only the newest statement is fetched, and `latestStatement` decides
 * between them. A record that is gone grants nothing any more; a refusal outlives it, because no disappearance may turn a
 * no into the yes of an older statement.
 */
const STATEMENTS = `
  select distinct on (c.integration_id, c.shop, c.kind, c.channel, c.state, "byAccount") c.integration_id as "integrationId", c.shop, c.kind, c.channel, c.state, c.origin,
    (extract(epoch from c.changed_at) * 1000)::float8 as "changedMs", (extract(epoch from c.observed_at) * 1000)::float8 as "observedMs",
    s.gone_at is null and (${ACCOUNT} or s.kind = 'subscriber' and s.owner_id is not null) as "byAccount", false as silent
  from consent c join source_record s on s.id = c.record_id where s.customer_id = $1 and s.workspace_id = $2 and (s.gone_at is null or c.state = 'refused')
  order by c.integration_id, c.shop, c.kind, c.channel, c.state, "byAccount", coalesce(c.changed_at, c.observed_at) desc, c.changed_at desc nulls last, c.record_id`;

const ACCOUNTS = `select s.integration_id as "integrationId", s.body, (extract(epoch from s.requested_at) * 1000)::float8 as "requestedMs"
  from source_record s where s.customer_id = $1 and s.workspace_id = $2 and s.gone_at is null and ${ACCOUNT}`;

type AccountRow = { readonly integrationId: string; readonly body: string; readonly requestedMs: number };

/** The consents an account's row shows as not given. Without a date they are not stored as statements (ADR 0014). */
function silentOf({ integrationId, body, requestedMs }: AccountRow): Statement[] {
  return consentsOf(JSON.parse(body) as NeutralRecord).filter((consent) => consent.state === 'refused' && consent.changedAt === null).map(({ shop, kind, channel, state }) => ({
    integrationId, shop: shop ?? '', kind, channel, state, origin: 'customers' as const, changedMs: null, observedMs: requestedMs, byAccount: true, silent: true,
  }));
}

/** The statements of all records of a card that can count; silent ones only against a yes that no account has said. */
export async function statementsOn(manager: EntityManager, workspaceId: string, customerId: string): Promise<Statement[]> {
  const said = await manager.query<Statement[]>(STATEMENTS, [customerId, workspaceId]);
  const doubtful = said.filter((one) => one.state === 'granted' && !one.byAccount);
  if (doubtful.length === 0) return said;
  const silent = (await manager.query<AccountRow[]>(ACCOUNTS, [customerId, workspaceId])).flatMap(silentOf);
  return [...said, ...silent.filter((one) => doubtful.some((other) => one.integrationId === other.integrationId && sameMatter(one, other)))];
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
