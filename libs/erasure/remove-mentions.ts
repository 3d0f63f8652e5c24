import type { Queryable } from '#libs/security/queryable.js';
import { mentioning, mentionsOf } from './mentions.js';
import { addCounts } from './remove-rows.js';
import { countOf } from './rows.js';

/** What is looked for where no id leads to it. Kept, sealed, until the search is over. */
export type Traces = {
  readonly words: readonly string[];
  readonly addresses: readonly string[];
  readonly accounts: readonly { readonly integration: string; readonly owner: string }[];
  readonly cards: readonly string[];
};

/** `until`: rows of that time or older. Whoever wrote while the person was being removed was a little earlier. */
type Rule = { readonly table: string; readonly text: string; readonly moment: string; readonly put: string | null };

const ERASED_TEXT = `'{"pl": "usunięto dane osoby", "en": "the person was erased"}'::jsonb`;

/** Rows that mention the person: removed, or what they tell is (`put`), where that the row was there matters. */
const RULES: readonly Rule[] = [
  { table: 'reject', text: `concat_ws(' ', t.external_id, t.message::text, t.original::text, t.page_cursor::text, t.range::text)`, moment: 't.created_at', put: null },
  { table: 'idempotency_key', text: `concat_ws(' ', t.key, t.response::text)`, moment: 't.created_at', put: `response = '{"erased": true}'` },
  { table: 'audit', text: 't.detail::text', moment: 't.at', put: `detail = '{"erased": true}'` },
  { table: 'alert', text: `concat_ws(' ', t.message::text, t.detail::text)`, moment: 't.opened_at', put: `message = ${ERASED_TEXT}, detail = '{}'` },
  { table: 'decision', text: 't.note', moment: 't.created_at', put: 'note = null' },
  { table: 'erasure', text: 't.receipt::text', moment: 't.requested_at', put: `receipt = t.receipt - 'note'` },
];

const statement = ({ table, text, moment, put }: Rule): string => {
  const where = `where t.workspace_id = $1 and ${moment} <= $4 and ${mentioning(text, '$2', '$3')}`;
  return `with changed as (${put === null ? `delete from ${table} t` : `update ${table} t set ${put}`} ${where} returning 1) select count(*)::int as count from changed`;
};

/** An answer that was kept to be given again may show the whole card without any of the words. */
const ANSWERS = `with changed as (
    update idempotency_key t set response = '{"erased": true}' where t.workspace_id = $1 and t.created_at <= $3 and exists (select 1 from unnest($2::uuid[]) c where strpos(t.response::text, c::text) > 0) returning 1
  ) select count(*)::int as count from changed`;

const CARTS = `with gone as (
    delete from cart t where t.workspace_id = $1 and t.changed_at <= $4 and (lower(trim(t.email)) = any($2::text[])
      or (t.integration_id, t.customer_external_id) in (select x.integration, x.owner from jsonb_to_recordset($3::jsonb) as x(integration uuid, owner text))) returning 1
  ) select count(*)::int as count from gone`;

const CALLBACKS = `with gone as (delete from consent_callback t where t.workspace_id = $1 and lower(trim(t.address)) = any($2::text[]) and t.received_at <= $3 returning 1) select count(*)::int as count from gone`;

/** Rejects that mention the person, as the streams and numbers they are known by at their source. */
export async function mentioningRejects(database: Queryable, workspaceId: string, words: readonly string[]): Promise<{ readonly integration: string; readonly stream: string; readonly external: string }[]> {
  const mentions = mentionsOf(words);
  if (mentions === null) return [];
  const text = RULES[0]?.text ?? '';
  return database.query(`select distinct t.integration_id as integration, t.stream, t.external_id as external from reject t where t.workspace_id = $1 and t.stage <> 'deliver' and ${mentioning(text, '$2', '$3')}`, [workspaceId, mentions.likes, mentions.patterns]);
}

/**
 * Removes what no id leads to: baskets, calls of destinations, and rows of people's work that mention the person. Done twice: with
 * everything else, and once more afterwards, because whoever was writing such a row at that moment did not wait for it.
 */
export async function removeMentions(database: Queryable, workspaceId: string, traces: Traces, until: Date): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  addCounts(counts, 'cart', await countOf(database, CARTS, [workspaceId, traces.addresses, JSON.stringify(traces.accounts), until]));
  addCounts(counts, 'consent_callback', await countOf(database, CALLBACKS, [workspaceId, traces.addresses, until]));
  addCounts(counts, 'idempotency_key', await countOf(database, ANSWERS, [workspaceId, traces.cards, until]));
  const mentions = mentionsOf(traces.words);
  if (mentions === null) return counts;
  for (const rule of RULES) addCounts(counts, rule.table, await countOf(database, statement(rule), [workspaceId, mentions.likes, mentions.patterns, until]));
  return counts;
}
