import type { Queryable } from '#libs/security/queryable.js';
import type { Person } from './find-person.js';
import { countOf } from './rows.js';

/** Values of the statements below, by name. */
type Values = Readonly<Record<'workspace' | 'cards' | 'records' | 'addresses' | 'phones' | 'keys' | 'sources' | 'carts', unknown>>;
type Rule = { readonly table: string; readonly sql: string; readonly values: readonly (keyof Values)[] };

const gone = (table: string, where: string): string => `with gone as (delete from ${table} t where ${where} returning 1) select count(*)::int as count from gone`;
const changed = (table: string, set: string, where: string): string => `with changed as (update ${table} t set ${set} where ${where} returning 1) select count(*)::int as count from changed`;
const ROUTES = 't.route_id in (select r.id from route r where r.workspace_id = $1)';

/** Tables whose rows belong to a record of the person; routes are named because their indexes begin with them. */
const ofRecords = (table: string): Rule => ({ table, sql: gone(table, 't.record_id = any($1::uuid[])'), values: ['records'] });
const ofRoutedRecords = (table: string): Rule => ({ table, sql: gone(table, `${ROUTES} and t.record_id = any($2::uuid[])`), values: ['workspace', 'records'] });
/** Tables whose rows belong to a card. */
const ofCards = (table: string): Rule => ({ table, sql: gone(table, 't.customer_id = any($1::uuid[])'), values: ['cards'] });

/**
 * Everything that goes with a person, by table. What others need of a row stays: an address is taken out of the order of somebody
 * else, a decision about cards keeps its ids.
 */
const RULES: readonly Rule[] = [
  ofRecords('consent'), ofRecords('consent_change'),
  ofRoutedRecords('route_change'), ofRoutedRecords('route_exclusion'), ofRoutedRecords('routed_record'), ofRoutedRecords('email_search'), ofRoutedRecords('duplicate_decision'),
  { table: 'routed_record', sql: changed('routed_record', 'address = null', `${ROUTES} and t.address = any($2::text[])`), values: ['workspace', 'addresses'] },
  { table: 'route_exclusion', sql: changed('route_exclusion', 'address = null', `t.workspace_id = $1 and t.address = any($2::text[])`), values: ['workspace', 'addresses'] },
  { table: 'email_search', sql: changed('email_search', 'address = null', `t.workspace_id = $1 and t.address = any($2::text[])`), values: ['workspace', 'addresses'] },
  { table: 'routed_consent', sql: gone('routed_consent', `${ROUTES} and t.address = any($2::text[])`), values: ['workspace', 'addresses'] },
  { table: 'phone_lookup', sql: gone('phone_lookup', `t.workspace_id = $1 and t.phone = any($2::text[])`), values: ['workspace', 'phones'] },
  { table: 'routed_cart', sql: gone('routed_cart', `(t.route_id, t.cart_id) in (select r.id, x.cart from jsonb_to_recordset($1::jsonb) as x(integration uuid, cart text) join route r on r.integration_id = x.integration)`), values: ['carts'] },
  { table: 'inbox', sql: gone('inbox', `t.workspace_id = $1 and (t.integration_id, t.stream, t.external_id) in (select x.integration, x.stream, x.external from jsonb_to_recordset($2::jsonb) as x(integration uuid, stream text, external text))`), values: ['workspace', 'sources'] },
  { table: 'reject', sql: gone('reject', `t.workspace_id = $1 and t.stage <> 'deliver' and (t.integration_id, t.stream, t.external_id) in (select x.integration, x.stream, x.external from jsonb_to_recordset($2::jsonb) as x(integration uuid, stream text, external text))`), values: ['workspace', 'sources'] },
  ofCards('customer_field_value'),
  ofCards('identity'), ofCards('hint'),
  // A value two sides of a split share is the other side's too; only who kept records without any other key is forgotten.
  { table: 'split_key', sql: gone('split_key', `t.workspace_id = $1 and t.type || ':' || t.value = any($2::text[])`), values: ['workspace', 'keys'] },
  { table: 'split_key', sql: changed('split_key', `keeper_key = 'erased:' || t.decision_id`, `t.workspace_id = $1 and t.keeper_key = any($2::text[])`), values: ['workspace', 'keys'] },
  {
    table: 'split_key',
    sql: changed('split_key', `former_keepers = (select jsonb_agg(case when f.entry->>'keeper' = any($2::text[]) then f.entry || jsonb_build_object('keeper', 'erased:' || t.decision_id) else f.entry end order by f.place) from jsonb_array_elements(t.former_keepers) with ordinality as f(entry, place))`,
      `t.workspace_id = $1 and exists (select 1 from jsonb_array_elements(t.former_keepers) as f(entry) where f.entry->>'keeper' = any($2::text[]))`),
    values: ['workspace', 'keys'],
  },
  { table: 'contested_key', sql: gone('contested_key', `t.workspace_id = $1 and t.type || ':' || t.value = any($2::text[])`), values: ['workspace', 'keys'] },
  { table: 'card_link', sql: gone('card_link', `t.workspace_id = $1 and (t.left_key = any($2::text[]) or t.right_key = any($2::text[]))`), values: ['workspace', 'keys'] },
  { table: 'refused_pair', sql: gone('refused_pair', `t.workspace_id = $1 and (t.left_key = any($2::text[]) or t.right_key = any($2::text[]))`), values: ['workspace', 'keys'] },
  { table: 'decision', sql: changed('decision', 'note = null', `t.workspace_id = $1 and t.note is not null and exists (select 1 from unnest($2::uuid[]) x where strpos(t.detail::text, x::text) > 0)`), values: ['workspace', 'cards'] },
  { table: 'ticket', sql: gone('ticket', `t.workspace_id = $1 and t.customer_id = any($2::uuid[])`), values: ['workspace', 'cards'] },
  { table: 'ticket', sql: gone('ticket', `t.workspace_id = $1 and (t.address = any($2::text[]) or t.lookup_key = any($3::text[]))`), values: ['workspace', 'addresses', 'keys'] },
  { table: 'ticket', sql: changed('ticket', 'candidates = array(select c from unnest(t.candidates) c where not c = any($2::uuid[]))', `t.workspace_id = $1 and t.candidates && $2::uuid[]`), values: ['workspace', 'cards'] },
  { table: 'source_record', sql: gone('source_record', 't.id = any($1::uuid[])'), values: ['records'] },
  { table: 'customer', sql: gone('customer', 't.id = any($1::uuid[])'), values: ['cards'] },
];

/** Baskets are found by account and by address. */
const CARTS = `
  select c.integration_id as integration, c.cart_id as cart from jsonb_to_recordset($2::jsonb) as x(integration uuid, owner text) join cart c on c.integration_id = x.integration and c.customer_external_id = x.owner
  union
  select c.integration_id, c.cart_id from cart c where c.workspace_id = $1 and lower(trim(c.email)) = any($3::text[])`;

const STREAMS: Readonly<Record<string, string>> = { customer: 'customers', address: 'addresses', order: 'orders', subscriber: 'subscribers', product: 'products' };

/** Adds counts by table. */
export function addCounts(counts: Record<string, number>, table: string, count: number): void {
  if (count > 0) counts[table] = (counts[table] ?? 0) + count;
}

/** Removes the rows of a person; returns how many of each table. The transaction and the lock are the caller's. */
export async function removeRows(database: Queryable, person: Person): Promise<Record<string, number>> {
  const carts = await database.query<{ integration: string; cart: string }[]>(CARTS, [person.workspaceId, JSON.stringify(person.accounts), person.addresses]);
  const values: Values = {
    workspace: person.workspaceId, cards: person.cards, records: person.records, addresses: person.addresses, phones: person.phones, keys: person.keys, carts: JSON.stringify(carts),
    sources: JSON.stringify(person.sources.map((source) => ({ ...source, stream: STREAMS[source.kind] }))),
  };
  const counts: Record<string, number> = {};
  for (const rule of RULES) addCounts(counts, rule.table, await countOf(database, rule.sql, rule.values.map((name) => values[name])));
  return counts;
}
