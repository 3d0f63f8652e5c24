import { addressRules, normalizeEmail, type AddressRules } from '#libs/domain/email.js';
import { isJoining, keyType, keyValue, type KeyText } from '#libs/domain/identity-keys.js';
import type { NeutralRecord } from '#libs/domain/records.js';
import type { Queryable } from '#libs/security/queryable.js';
import { wordsOf } from './words-of.js';

/** The card an id stands for now, and every card that was joined into it. */
const CARDS = `
  with recursive up as (
    select id, merged_into, 1 as steps from customer where id = $1 and workspace_id = $2
    union all select c.id, c.merged_into, u.steps + 1 from up u join customer c on c.id = u.merged_into and c.workspace_id = $2 where u.steps < 100
  ), down as (
    select id from up where merged_into is null union select c.id from down d join customer c on c.merged_into = d.id and c.workspace_id = $2
  )
  select id from down order by id`;

/** Records on the cards, and those that wait for one of their accounts. */
const RECORDS = `
  select id, integration_id, kind, external_id, keys, body from source_record where customer_id = any($1::uuid[]) and workspace_id = $2
  union all
  select s.id, s.integration_id, s.kind, s.external_id, s.keys, s.body from identity i
    join source_record s on s.integration_id = split_part(i.value, '/', 1)::uuid and s.owner_id = substr(i.value, strpos(i.value, '/') + 1) and s.customer_id is null
    where i.customer_id = any($1::uuid[]) and i.workspace_id = $2 and i.type = 'shop_id'`;

const KEYS = `select type || ':' || value as key from identity where customer_id = any($1::uuid[]) and workspace_id = $2 union select type || ':' || value from hint where customer_id = any($1::uuid[]) and workspace_id = $2`;

/** Values other cards have, whether as a key that joins or as one that hints; and split ones that records of others carry. */
const OTHERS = `
  select i.type, i.value from jsonb_to_recordset($2::jsonb) as x(type text, value text) join identity i on i.workspace_id = $1 and i.type = x.type and i.value = x.value where not i.customer_id = any($3::uuid[])
  union
  select h.type, h.value from jsonb_to_recordset($2::jsonb) as x(type text, value text) join hint h on h.workspace_id = $1 and h.type = x.type and h.value = x.value where not h.customer_id = any($3::uuid[])
  union
  select k.type, k.value from jsonb_to_recordset($2::jsonb) as x(type text, value text) join split_key k on k.workspace_id = $1 and k.type = x.type and k.value = x.value
    where exists (select 1 from source_record s where s.workspace_id = $1 and s.keys @> array[k.type || ':' || k.value] and not s.id = any($4::uuid[]))`;

const RULES = `select settings->'genericAddresses' as generic, settings->'allegro'->'domains' as domains from workspace where id = $1`;

type RecordRow = { readonly id: string; readonly integration_id: string; readonly kind: string; readonly external_id: string; readonly keys: readonly KeyText[]; readonly body: string };

/** One record at its source. */
export type Source = { readonly integration: string; readonly kind: string; readonly external: string };

/** Everything of ours that is one person's. */
export type Person = {
  readonly workspaceId: string;
  readonly cards: readonly string[];
  readonly records: readonly string[];
  readonly sources: readonly Source[];
  /** Numbers of their shop accounts. */
  readonly accounts: readonly { readonly integration: string; readonly owner: string }[];
  /** Keys nobody else has. */
  readonly keys: readonly KeyText[];
  /** Keys that join records to them, and to nobody else. */
  readonly joining: readonly KeyText[];
  readonly shared: number;
  /** Addresses nobody else has, lower-cased, in full. */
  readonly addresses: readonly string[];
  /** E.164, of nobody else. */
  readonly phones: readonly string[];
  /** What a search looks for: addresses, logins and telephone numbers, in the forms they were seen in. */
  readonly words: readonly string[];
};

const ids = (rows: readonly { readonly id: string }[]): string[] => rows.map((row) => row.id);
const pair = (key: KeyText): { type: string; value: string } => ({ type: keyType(key), value: keyValue(key) });

/** An address may be one person's key and only known of another: whoever has it, in whichever way, has it. */
const ALIKE: Readonly<Record<string, readonly string[]>> = { email: ['email', 'email_seen'], email_seen: ['email', 'email_seen'] };
const lookedFor = (keys: readonly KeyText[]): { type: string; value: string }[] => keys.map(pair).flatMap(({ type, value }) => (ALIKE[type] ?? [type]).map((alike) => ({ type: alike, value })));

async function rulesOf(database: Queryable, workspaceId: string): Promise<AddressRules> {
  const [row] = await database.query<{ generic: string[] | null; domains: string[] | null }[]>(RULES, [workspaceId]);
  return addressRules(row?.generic ?? null, row?.domains ?? null);
}

/** True of a value no other card has in any way: only such a value says whose the row is that holds it. */
const isOnlyTheirs = (key: KeyText, others: ReadonlySet<KeyText>): boolean => !lookedFor([key]).some(({ type, value }) => others.has(`${type}:${value}`));

/** Cards that are one with an id, in the order of their ids; none when they are gone. */
export const cardsOf = async (database: Queryable, workspaceId: string, customerId: string): Promise<string[]> => ids(await database.query<{ id: string }[]>(CARDS, [customerId, workspaceId]));

/** Finds what is a person's and nobody else's. Inside the transaction that removes it, under the workspace's exclusive lock. */
export async function findPerson(database: Queryable, workspaceId: string, customerId: string): Promise<Person> {
  const cards = await cardsOf(database, workspaceId, customerId);
  const rows = await database.query<RecordRow[]>(RECORDS, [cards, workspaceId]);
  const known = await database.query<{ key: KeyText }[]>(KEYS, [cards, workspaceId]);
  const keys = [...new Set([...known.map((row) => row.key), ...rows.flatMap((row) => row.keys)])].sort();
  const others = new Set((await database.query<{ type: string; value: string }[]>(OTHERS, [workspaceId, JSON.stringify(lookedFor(keys)), cards, ids(rows)])).map(({ type, value }) => `${type}:${value}`));
  const own = keys.filter((key) => isOnlyTheirs(key, others));
  const valuesOf = (...types: readonly string[]): string[] => own.filter((key) => types.includes(keyType(key))).map(keyValue);
  const phones = valuesOf('phone');
  return {
    workspaceId, cards, records: ids(rows), keys: own, shared: keys.length - own.length, phones,
    // A key that joins has one owner; that somebody else was seen with it does not make it theirs.
    joining: keys.filter((key) => isJoining(key) && !others.has(key)),
    sources: rows.map((row) => ({ integration: row.integration_id, kind: row.kind, external: row.external_id })),
    accounts: valuesOf('shop_id').map((value) => ({ integration: value.slice(0, value.indexOf('/')), owner: value.slice(value.indexOf('/') + 1) })),
    addresses: [...new Set(valuesOf('email', 'email_seen').flatMap((value) => normalizeEmail(value) ?? []))].sort(),
    words: wordsOf(own, rows.map((row) => JSON.parse(row.body) as NeutralRecord), await rulesOf(database, workspaceId)),
  };
}
