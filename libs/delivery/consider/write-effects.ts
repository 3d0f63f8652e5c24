import { newId } from '#libs/domain/ids.js';
import type { Queryable } from '#libs/security/queryable.js';
import type { RouteRow } from '../rows.js';
import { effectName, type Effect } from './effects.js';

type Row = {
  readonly id: string; readonly address: string; readonly key: string; readonly state: string; readonly again: boolean; readonly settled_hash: Buffer | null; readonly reason: string | null;
};

/** What was decided about some effects; adds up with `considered`. */
export type Considered = { readonly considered: number; readonly queued: number; readonly collapsed: number; readonly alreadySent: number; readonly excluded: Readonly<Record<string, number>> };

const LOCK = `select id, address, key, state, again, settled_hash, reason from delivery where route_id = $1 and address = any($2::text[]) order by id for update`;

const INSERT = `insert into delivery (id, workspace_id, route_id, destination_id, kind, key, address, record_id, order_id, event_type, wish, silent, state)
  select x.id, $1::uuid, $2::uuid, $3::uuid, x.kind, x.key, x.address, x.record_id, x.order_id, x.event_type, x.wish, x.silent, 'pending'
  from jsonb_to_recordset($4::jsonb) as x(id uuid, kind text, key text, address text, record_id uuid, order_id text, event_type text, wish jsonb, silent boolean)`;

/** A settled row opens again, one under way is owed another turn, one that waits only becomes newer; a loud reason outweighs silent ones. */
const REOPEN = `update delivery d set version = d.version + 1, record_id = x.record_id, wish = coalesce(x.wish, d.wish), updated_at = now(),
    silent = case when d.state in ('delivered', 'failed', 'cancelled') then x.silent else d.silent and x.silent end,
    queued = d.queued + case when d.state in ('delivered', 'failed', 'cancelled') or (d.state in ('sending', 'confirming', 'unknown') and not d.again) then 1 else 0 end,
    again = d.state in ('sending', 'confirming', 'unknown'),
    attempts = case when d.state in ('delivered', 'failed', 'cancelled') then 0 else d.attempts end,
    checks = case when d.state in ('delivered', 'failed', 'cancelled') then 0 else d.checks end,
    not_before = case when d.state in ('delivered', 'failed', 'cancelled') then null else d.not_before end,
    reason = case when d.state in ('delivered', 'failed', 'cancelled') then null else d.reason end,
    problem = case when d.state in ('delivered', 'failed', 'cancelled') then null else d.problem end,
    state = case when d.state in ('delivered', 'failed', 'cancelled') then 'pending' else d.state end
  from jsonb_to_recordset($1::jsonb) as x(id uuid, record_id uuid, wish jsonb, silent boolean) where d.id = x.id`;

/** What is left out now must not be sent because of an earlier look. */
const CANCEL = `update delivery d set state = 'cancelled', cancelled = d.cancelled + 1, reason = x.reason, settled_at = now(), updated_at = now()
  from jsonb_to_recordset($1::jsonb) as x(id uuid, reason text) where d.id = x.id and d.state = 'pending'`;

const EXCLUDE = `insert into route_exclusion as e (route_id, record_id, effect, workspace_id, reason, detail, address, external_id)
  select $1::uuid, x.record_id, x.effect, $2::uuid, x.reason, x.detail, x.address, x.external_id
  from jsonb_to_recordset($3::jsonb) as x(record_id uuid, effect text, reason text, detail text, address text, external_id text)
  on conflict (route_id, record_id, effect) do update set reason = excluded.reason, detail = excluded.detail, address = excluded.address, excluded_at = now()
  where (e.reason, e.detail, e.address) is distinct from (excluded.reason, excluded.detail, excluded.address)`;

const INCLUDE = `delete from route_exclusion e using jsonb_to_recordset($2::jsonb) as x(record_id uuid, effect text) where e.route_id = $1 and e.record_id = x.record_id and e.effect = x.effect`;

const COUNT = `update route_ledger l set considered = considered + $2, queued = queued + $3, collapsed = collapsed + $4, already_sent = already_sent + $5, excluded = excluded + $6,
    excluded_reasons = (select coalesce(jsonb_object_agg(key, total), '{}') from (
      select key, sum(value::bigint) as total from (select * from jsonb_each_text(l.excluded_reasons) union all select * from jsonb_each_text($7::jsonb)) reasons group by key) summed)
  where route_id = $1`;

const isSettled = (state: string): boolean => state === 'delivered' || state === 'failed' || state === 'cancelled';
const json = (rows: readonly object[]): string => JSON.stringify(rows);

type Sorted = { readonly fresh: Effect[]; readonly known: { readonly effect: Effect; readonly row: Row }[]; readonly cancelled: { readonly id: string; readonly reason: string }[]; readonly counts: { queued: number; collapsed: number; alreadySent: number; excluded: Record<string, number> } };

/** Two effects with one key in one batch are one delivery: the later one collapses into the first. */
function sort(effects: readonly Effect[], rows: ReadonlyMap<string, Row>): Sorted {
  const sorted: Sorted = { fresh: [], known: [], cancelled: [], counts: { queued: 0, collapsed: 0, alreadySent: 0, excluded: {} } };
  const taken = new Set<string>();
  for (const effect of effects) {
    const place = `${effect.address ?? ''}\n${effect.key}`;
    const row = rows.get(place);
    const { verdict } = effect;
    if (verdict.send === false) {
      sorted.counts.excluded[verdict.reason] = (sorted.counts.excluded[verdict.reason] ?? 0) + 1;
      if (row?.state === 'pending' && !taken.has(place)) sorted.cancelled.push({ id: row.id, reason: verdict.reason });
    } else if (verdict.send === 'already_sent' || (effect.hash !== null && row?.state === 'delivered' && row.settled_hash?.equals(effect.hash) === true)) sorted.counts.alreadySent += 1;
    else if (taken.has(place)) sorted.counts.collapsed += 1;
    else {
      taken.add(place);
      if (row === undefined) sorted.fresh.push(effect);
      else sorted.known.push({ effect, row });
      if (row === undefined || isSettled(row.state) || (row.state !== 'pending' && !row.again)) sorted.counts.queued += 1;
      else sorted.counts.collapsed += 1;
    }
  }
  return sorted;
}

/** Whether it has arrived is not known, and a person was asked: a change of the order must not send it once more. */
function heldBack(effect: Effect, row: Row | undefined): Effect {
  const isHeld = effect.kind === 'event' && effect.verdict.send === true && row?.state === 'failed' && row.reason === 'outcome_unknown';
  return isHeld ? { ...effect, verdict: { send: false, reason: 'outcome_unknown' } } : effect;
}

/**
 * Writes what was decided about effects: deliveries to make, those not to make any more, who is left out, and the ledger. The
 * transaction is the caller's.
 */
export async function writeEffects(db: Queryable, route: RouteRow, decided: readonly Effect[]): Promise<Considered> {
  const addresses = [...new Set(decided.flatMap((effect) => effect.address ?? []))];
  const rows = addresses.length === 0 ? [] : await db.query<Row[]>(LOCK, [route.id, addresses]);
  const byPlace = new Map(rows.map((row) => [`${row.address}\n${row.key}`, row]));
  const effects = decided.map((effect) => heldBack(effect, byPlace.get(`${effect.address ?? ''}\n${effect.key}`)));
  const { fresh, known, cancelled, counts } = sort(effects, byPlace);
  if (fresh.length > 0) {
    await db.query(INSERT, [route.workspace_id, route.id, route.destination_id, json(fresh.map((one) => ({
      id: newId(), kind: one.kind, key: one.key, address: one.address, record_id: one.recordId, order_id: one.orderId, event_type: one.eventType, wish: one.wish, silent: one.silent,
    })))]);
  }
  if (known.length > 0) await db.query(REOPEN, [json(known.map(({ effect, row }) => ({ id: row.id, record_id: effect.recordId, wish: effect.wish, silent: effect.silent })))]);
  if (cancelled.length > 0) await db.query(CANCEL, [json(cancelled)]);
  await noteExclusions(db, route, effects);
  const excluded = Object.values(counts.excluded).reduce((sum, count) => sum + count, 0);
  await db.query(COUNT, [route.id, effects.length, counts.queued, counts.collapsed, counts.alreadySent, excluded, JSON.stringify(counts.excluded)]);
  return { considered: effects.length, ...counts };
}

async function noteExclusions(db: Queryable, route: RouteRow, effects: readonly Effect[]): Promise<void> {
  // The last word about a record's effect in this batch counts; the same row twice in one statement would be an error.
  const last = new Map(effects.map((effect) => [`${effect.recordId} ${effectName(effect)}`, effect]));
  const out: object[] = [];
  const back: object[] = [];
  for (const effect of last.values()) {
    const place = { record_id: effect.recordId, effect: effectName(effect) };
    if (effect.verdict.send === false) out.push({ ...place, reason: effect.verdict.reason, detail: effect.verdict.detail ?? null, address: effect.address, external_id: effect.externalId });
    else back.push(place);
  }
  if (out.length > 0) await db.query(EXCLUDE, [route.id, route.workspace_id, json(out)]);
  if (back.length > 0) await db.query(INCLUDE, [route.id, json(back)]);
}
