import { keysOf, ownerOf, shopKey } from '#libs/domain/identity-keys.js';
import type { NeutralRecord } from '#libs/domain/records.js';
import { bornMs, ERASED, isBuried, namesOf, sourceName, tombstoneHash } from '#libs/domain/tombstones.js';
import { rejectId, type IngestPage, type PartContext } from './page.js';
import type { IngestSession, Statement } from './session.js';

const STATE: Statement = { name: 'ingest_erasures', text: `select tombstone_salt as salt, erasures from workspace where id = $1` };

const FIND: Statement = {
  name: 'ingest_find_tombstones',
  text: `select encode(hash, 'hex') as hash, (extract(epoch from erased_at) * 1000)::float8 as ms from tombstone where workspace_id = $1 and hash = any($2::bytea[])`,
};

/** Whether anybody was erased in the workspace; `count` tells whether somebody was erased since. */
export type Erasures = { readonly salt: Buffer | null; readonly count: number };

/** Pages without the records of erased persons, and the erased accounts whose new orders are among the rest. */
export type Sifted = { readonly pages: readonly IngestPage[]; readonly returned: ReadonlySet<string> };

const NOBODY: ReadonlySet<string> = new Set();

export async function readErasures(session: IngestSession, workspaceId: string): Promise<Erasures> {
  const [row] = (await session.query<{ salt: Buffer | null; erasures: number }>(STATE, [workspaceId])).rows;
  return { salt: row?.salt ?? null, count: row?.erasures ?? 0 };
}

/** When each of these names was erased, ms since 1970; names nobody erased are left out. One look-up, by index. */
export async function findTombstones(session: IngestSession, workspaceId: string, salt: Buffer, names: Iterable<string>): Promise<ReadonlyMap<string, number>> {
  const hashes = new Map([...new Set(names)].map((name) => [tombstoneHash(salt, name), name] as const));
  if (hashes.size === 0) return new Map();
  const found = await session.query<{ hash: string; ms: number }>(FIND, [workspaceId, [...hashes.keys()]]);
  const moments = new Map(found.rows.map((row) => [row.hash, row.ms]));
  return new Map([...hashes].flatMap(([hash, name]) => {
    const at = moments.get(hash.toString('hex'));
    return at === undefined ? [] : [[name, at] as const];
  }));
}

/**
 * Takes the records and rejects of erased persons out of pages, before anything of them is stored: they count as excluded, with
 * their reason. What came into being after the erasure stays.
 */
export async function withoutErased(session: IngestSession, context: PartContext, pages: readonly IngestPage[], { salt }: Erasures): Promise<Sifted> {
  if (salt === null || context.kind === 'product') return { pages, returned: NOBODY };
  const { integrationId, kind } = context;
  const names = new Map(pages.flatMap((page) => page.records).map((record) => [record, namesOf(record, integrationId, keysOf(record, { integrationId, addresses: context.addresses }).joining)] as const));
  const rejected = pages.flatMap((page) => page.rejects.map((reject) => sourceName(kind, integrationId, rejectId(reject))));
  const buried = await findTombstones(session, context.workspaceId, salt, [...[...names.values()].flat(), ...rejected]);
  if (buried.size === 0) return { pages, returned: NOBODY };
  const isErased = (record: NeutralRecord): boolean => {
    const born = bornMs(record);
    return (names.get(record) ?? []).some((name) => {
      const at = buried.get(name);
      return at !== undefined && isBuried(born, at);
    });
  };
  const sifted = pages.map((page): IngestPage => {
    const records = page.records.filter((record) => !isErased(record));
    // Nothing tells when a row was born that could not be read.
    const rejects = page.rejects.filter((reject) => !buried.has(sourceName(kind, integrationId, rejectId(reject))));
    const out = [...page.records.filter(isErased).map((record) => record.externalId), ...page.rejects.filter((reject) => !rejects.includes(reject)).map(rejectId)];
    return out.length === 0 ? page : { ...page, records, rejects, excluded: [...page.excluded, ...out.map((externalId) => ({ externalId, reason: ERASED }))] };
  });
  const owners = sifted.flatMap((page) => page.records.flatMap((record) => (record.kind === 'order' ? (ownerOf(record) ?? []) : [])));
  return { pages: sifted, returned: new Set(owners.filter((owner) => buried.has(shopKey(integrationId, owner)))) };
}

/** Rows of `QUEUE_DEPENDENTS` or a sweep, as far as a name is made of them. */
type Asked = { readonly kind: string; readonly external_id: string };

/** Records to ask for, without those of erased persons: what is never stored is not to be asked for again and again. */
export async function withoutBuried<A extends Asked>(session: IngestSession, context: PartContext, asked: readonly A[]): Promise<A[]> {
  const { salt } = asked.length === 0 ? { salt: null } : await readErasures(session, context.workspaceId);
  if (salt === null) return [...asked];
  const namesOfAsked = ({ kind, external_id: id }: Asked): string[] => [sourceName(kind, context.integrationId, id), ...(kind === 'customer' ? [shopKey(context.integrationId, id)] : [])];
  const buried = await findTombstones(session, context.workspaceId, salt, asked.flatMap(namesOfAsked));
  return asked.filter((one) => !namesOfAsked(one).some((name) => buried.has(name)));
}
