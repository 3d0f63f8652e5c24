import type { EntityManager } from 'typeorm';
import { isId } from '#libs/domain/ids.js';
import { PROPOSING_TYPES } from '#libs/domain/identity-keys.js';

/** Where it is asked: a data source or a transaction. */
export type Asking = Pick<EntityManager, 'query'>;

/** More cards share the number of an office or a call centre than are one person. */
const MOST_CARDS = 5;
const BATCH = 200;

export type Pair = { readonly lower: string; readonly higher: string };
export type Reason = { readonly type: string; readonly value: string; readonly since: Date };

/** Two cards that are perhaps one person, with the hints they share. */
export type Proposal = Pair & { readonly id: string; readonly reasons: readonly Reason[] };

/** The place of a proposal in the list: the first hint the two share. */
export type ProposalPlace = readonly [type: string, value: string, lower: string, higher: string];

export const proposalId = ({ lower, higher }: Pair): string => `${lower}~${higher}`;

/** Null for a text that names no two cards. */
export function pairOf(id: string): Pair | null {
  const [lower = '', higher = '', ...more] = id.split('~');
  return isId(lower) && isId(higher) && lower < higher && more.length === 0 ? { lower, higher } : null;
}

/** Hints of one type that few enough cards share; read along the primary key and no further than asked. */
export const SHARED_HINTS = `select value, array_agg(customer_id) as cards from hint where workspace_id = $1 and type = $2 and value >= $3
  group by value having count(*) between 2 and ${String(MOST_CARDS)} order by value limit $4`;

export const SHARED_REASONS = `
  select x.lower, x.higher, a.type, a.value, greatest(a.created_at, b.created_at) as since
  from jsonb_to_recordset($2::jsonb) as x(lower uuid, higher uuid)
    join hint a on a.customer_id = x.lower and a.workspace_id = $1 and a.type = any($3::text[])
    join hint b on b.workspace_id = $1 and b.type = a.type and b.value = a.value and b.customer_id = x.higher
  where (select count(*) from (select 1 from hint c where c.workspace_id = $1 and c.type = a.type and c.value = a.value limit ${String(MOST_CARDS + 1)}) n) <= ${String(MOST_CARDS)}
  order by a.type, a.value`;

/** A key that joins nothing any more stands for the card that keeps what has nothing else. */
export const REFUSED_AMONG = `
  with keys as (
    select i.type || ':' || i.value as key, i.customer_id from identity i where i.workspace_id = $1 and i.customer_id = any($2::uuid[])
    union all
    select s.type || ':' || s.value, i.customer_id from identity i
      join split_key s on s.workspace_id = $1 and s.keeper_key = i.type || ':' || i.value
      where i.workspace_id = $1 and i.customer_id = any($2::uuid[])
  )
  select distinct least(l.customer_id, r.customer_id) as lower, greatest(l.customer_id, r.customer_id) as higher
  from keys l join refused_pair p on p.workspace_id = $1 and p.left_key = l.key join keys r on r.key = p.right_key where l.customer_id <> r.customer_id`;

const SHARING_WITH = `select distinct b.customer_id as other from hint a join hint b on b.workspace_id = $1 and b.type = a.type and b.value = a.value and b.customer_id <> a.customer_id
  where a.customer_id = $2 and a.workspace_id = $1 and a.type = any($3::text[])
    and (select count(*) from (select 1 from hint c where c.workspace_id = $1 and c.type = a.type and c.value = a.value limit ${String(MOST_CARDS + 1)}) n) <= ${String(MOST_CARDS)}`;

const TYPES = [...PROPOSING_TYPES].sort();

/** Pairs among these that a person has decided not to be one. */
export async function refusedAmong(db: Asking, workspaceId: string, pairs: readonly Pair[]): Promise<Set<string>> {
  if (pairs.length === 0) return new Set();
  const rows = await db.query<Pair[]>(REFUSED_AMONG, [workspaceId, [...new Set(pairs.flatMap((pair) => [pair.lower, pair.higher]))]]);
  return new Set(rows.map(proposalId));
}

/** Those of the pairs that are proposals, in the order of the pairs. */
export async function proposalsAmong(db: Asking, workspaceId: string, pairs: readonly Pair[]): Promise<Proposal[]> {
  if (pairs.length === 0) return [];
  const rows = await db.query<(Pair & Reason)[]>(SHARED_REASONS, [workspaceId, JSON.stringify(pairs), TYPES]);
  const refused = await refusedAmong(db, workspaceId, pairs);
  return pairs
    .map((pair) => ({ ...pair, id: proposalId(pair), reasons: rows.filter((row) => row.lower === pair.lower && row.higher === pair.higher).map(({ type, value, since }) => ({ type, value, since })) }))
    .filter((proposal) => proposal.reasons.length > 0 && !refused.has(proposal.id));
}

const pairsIn = (cards: readonly string[]): Pair[] => {
  const sorted = [...cards].sort();
  return sorted.flatMap((lower, index) => sorted.slice(index + 1).map((higher) => ({ lower, higher })));
};

/** Proposals behind a place, `limit` at most, each once: where its first hint is. */
export async function listProposals(db: Asking, workspaceId: string, after: ProposalPlace | null, limit: number): Promise<Proposal[]> {
  const found: Proposal[] = [];
  for (const type of TYPES.filter((one) => after === null || one >= after[0])) {
    const place = after !== null && after[0] === type ? after : null;
    for (let from = place?.[1] ?? '', met = ''; ; ) {
      const hints = await db.query<{ value: string; cards: string[] }[]>(SHARED_HINTS, [workspaceId, type, from, BATCH]);
      const open = hints.filter((hint) => hint.value !== met).map((hint) => ({ value: hint.value, pairs: pairsIn(hint.cards).filter((pair) => hint.value !== place?.[1] || proposalId(pair) > proposalId({ lower: place[2], higher: place[3] })) }));
      const all = new Map(open.flatMap((hint) => hint.pairs.map((pair) => [proposalId(pair), pair] as const)));
      const proposals = new Map((await proposalsAmong(db, workspaceId, [...all.values()])).map((proposal) => [proposal.id, proposal]));
      for (const { value, pairs } of open) {
        for (const pair of pairs) {
          const proposal = proposals.get(proposalId(pair));
          const [first] = proposal?.reasons ?? [];
          if (proposal === undefined || first?.type !== type || first.value !== value) continue;
          found.push(proposal);
          if (found.length === limit) return found;
        }
      }
      const last = hints.at(-1)?.value;
      if (hints.length < BATCH || last === undefined) break;
      [from, met] = [last, last];
    }
  }
  return found;
}

export function placeOf(proposal: Proposal): ProposalPlace {
  return [proposal.reasons[0]?.type ?? '', proposal.reasons[0]?.value ?? '', proposal.lower, proposal.higher];
}

/** Proposals one card is in. */
export async function proposalsOfCard(db: Asking, workspaceId: string, customerId: string): Promise<Proposal[]> {
  const others = await db.query<{ other: string }[]>(SHARING_WITH, [workspaceId, customerId, TYPES]);
  const pairs = others.map(({ other }) => (other < customerId ? { lower: other, higher: customerId } : { lower: customerId, higher: other }));
  return await proposalsAmong(db, workspaceId, pairs.sort((a, b) => (proposalId(a) < proposalId(b) ? -1 : 1)));
}
