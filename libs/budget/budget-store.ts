import { rivalsOf } from './rival-rows.js';
import type { PartyRow } from './rival-rows.js';
import type { Party } from './sharing.js';
import type { SlotState } from './slots.js';

/** What the store needs of a data source. */
export interface BudgetDatabase {
  query<T = unknown>(sql: string, parameters?: unknown[]): Promise<T>;
  transaction<T>(work: (manager: { query<R = unknown>(sql: string, parameters?: unknown[]): Promise<R> }) => Promise<T>): Promise<T>;
}

export type Block = { readonly until: number; readonly reason: string };
/** An account as the database has it. Times in ms since 1970, by the database clock. */
export type AccountState = { readonly now: number; readonly block: Block | null; readonly slots: SlotState; readonly others: readonly Party[] };
/** What the asking process leaves behind; `slots` null: unchanged. */
export type AccountChange = {
  readonly party: Party;
  readonly expiresAt: number;
  readonly waitingUntil: number;
  readonly slots: SlotState | null;
};
/** Requests and refusals of one minute. */
export type Use = { readonly requests: number; readonly refused: number };

const NOW = `coalesce($2::float8, extract(epoch from clock_timestamp()) * 1000)::float8`;
const BLOCK = `(extract(epoch from blocked_until) * 1000)::float8 as "until", blocked_reason as "reason"`;
const at = (parameter: string): string => `to_timestamp(${parameter}::float8 / 1000)`;
const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;

const LOCK = `select 1 from budget_account where key = $1 for update`;
const CREATE = `insert into budget_account (key) values ($1) on conflict do nothing`;
// The clock is read behind the lock: a moment from before a long wait would date slots into the past.
const READ = `
  select ${NOW} as now, ${BLOCK},
    (select ${ms('next_at')} from budget_slot where account_key = $1 and priority = 0) as "nextAt",
    (select ${ms('next_at')} from budget_slot where account_key = $1 and priority = 3) as "floorAt",
    (select json_agg(json_build_object(
        'holder', holder, 'permits', permits, 'waiting', waiting, 'priority', priority,
        'waitingSince', ${ms('waiting_since')}, 'waitingUntil', ${ms('waiting_until')}, 'heldSince', ${ms('held_since')},
        'boostedUntil', coalesce(${ms('boosted_until')}, 0), 'expiresAt', ${ms('expires_at')}))
      from budget_permit where account_key = $1 and holder <> $3) as others
  from budget_account where key = $1`;
const WRITE_PARTY = `
  insert into budget_permit (account_key, holder, priority, permits, waiting, waiting_since, waiting_until, held_since, boosted_until, expires_at)
  values ($1, $2, $3, $4, $5::int[], ${at('$6')}, ${at('$7')}, ${at('$8')}, ${at('$9')}, ${at('$10')})
  on conflict (account_key, holder) do update set priority = excluded.priority, permits = excluded.permits, waiting = excluded.waiting,
    waiting_since = excluded.waiting_since, waiting_until = excluded.waiting_until, held_since = excluded.held_since,
    boosted_until = excluded.boosted_until, expires_at = excluded.expires_at`;
const DROP_PARTY = `delete from budget_permit where account_key = $1 and holder = $2`;
const DROP_EXPIRED = `delete from budget_permit where account_key = $1 and expires_at <= ${at('$2')}`;
const WRITE_SLOTS = `
  insert into budget_slot (account_key, priority, next_at) values ($1, 0, ${at('$2')}), ($1, 3, ${at('$3')})
  on conflict (account_key, priority) do update set next_at = excluded.next_at`;
const PEEK = `
  select ${NOW} as now, ${BLOCK}, (
      select min(case when waiting[1] > 0 then 0 when waiting[2] > 0 then 1 when waiting[3] > 0 then 2 else 3 end) from budget_permit
      where account_key = $1 and holder <> $3 and waiting_until > to_timestamp(${NOW} / 1000) and 0 < any (waiting)
    ) as wanted
  from budget_account where key = $1`;
// The later moment wins, whoever comes second: two answers of one wave may arrive in any order.
const WRITE_BLOCK = `
  insert into budget_account as a (key, blocked_until, blocked_reason, refusals, updated_at) values ($1, ${at('$3')}, $4, 1, to_timestamp(${NOW} / 1000))
  on conflict (key) do update set
    refusals = case when a.blocked_until is null or a.blocked_until < to_timestamp(${NOW} / 1000) - interval '10 minutes' then 1
      when a.blocked_until <= to_timestamp(${NOW} / 1000) then a.refusals + 1 else a.refusals end,
    blocked_reason = case when a.blocked_until is null or excluded.blocked_until > a.blocked_until then excluded.blocked_reason else a.blocked_reason end,
    blocked_until = greatest(a.blocked_until, excluded.blocked_until),
    updated_at = excluded.updated_at
  returning ${NOW} as now, ${BLOCK}`;
const WRITE_USE = `
  insert into budget_use as u (account_key, minute, requests, refused)
  select k, to_timestamp(m * 60), r, f from unnest($1::text[], $2::float8[], $3::int[], $4::int[]) as t (k, m, r, f) order by k, m
  on conflict (account_key, minute) do update set requests = u.requests + excluded.requests, refused = u.refused + excluded.refused`;

type BlockRow = { readonly now: number; readonly until: number | null; readonly reason: string | null };
type ReadRow = BlockRow & { readonly nextAt: number | null; readonly floorAt: number | null; readonly others: readonly PartyRow[] | null };

function blockOf(row: BlockRow): Block | null {
  return row.until === null || row.until <= row.now ? null : { until: row.until, reason: row.reason ?? '' };
}

/** The tables of the request budget. `nowMs` replaces the database clock in tests. */
export class BudgetStore {
  constructor(
    private readonly database: BudgetDatabase,
    private readonly holder: string,
    private readonly nowMs: (() => number) | null,
  ) {}

  /** Looks at an account and changes it, alone: everybody else who wants to waits for the row. */
  async change<T>(key: string, decide: (state: AccountState) => { readonly change: AccountChange; readonly result: T }): Promise<T> {
    return this.database.transaction(async (db) => {
      const locked = await db.query<unknown[]>(LOCK, [key]);
      if (locked.length === 0) {
        await db.query(CREATE, [key]);
        await db.query(LOCK, [key]);
      }
      const [row] = await db.query<ReadRow[]>(READ, [key, this.#now(), this.holder]);
      if (row === undefined) throw new Error('The account row has vanished under its lock.');
      const rows = row.others ?? [];
      const slots = { nextAt: row.nextAt ?? 0, floorAt: row.floorAt ?? 0 };
      const { change, result } = decide({ now: row.now, block: blockOf(row), slots, others: rivalsOf(rows, row.now) });
      if (rows.some((other) => other.expiresAt <= row.now)) await db.query(DROP_EXPIRED, [key, row.now]);
      await this.#writeParty(db, key, change);
      if (change.slots !== null) await db.query(WRITE_SLOTS, [key, change.slots.nextAt, change.slots.floorAt]);
      return result;
    });
  }

  /** A cheap look without a lock; null: nobody has used the account yet. `wanted`: best priority that waits elsewhere. */
  async peek(key: string): Promise<{ readonly now: number; readonly block: Block | null; readonly wanted: number | null } | null> {
    const [row] = await this.database.query<(BlockRow & { wanted: number | null })[]>(PEEK, [key, this.#now(), this.holder]);
    return row === undefined ? null : { now: row.now, block: blockOf(row), wanted: row.wanted };
  }

  /** Stores a block; returns the one that stands afterwards. */
  async block(key: string, until: number, reason: string): Promise<{ readonly now: number; readonly block: Block | null }> {
    const [row] = await this.database.query<BlockRow[]>(WRITE_BLOCK, [key, this.#now(), until, reason]);
    if (row === undefined) throw new Error('A block could not be stored.');
    return { now: row.now, block: blockOf(row) };
  }

  /** This process has nothing to do with the account any more. */
  async leave(key: string): Promise<void> {
    await this.database.query(DROP_PARTY, [key, this.holder]);
  }

  /** Adds counts of requests and refusals to the minutes they happened in. */
  async addUse(uses: readonly (Use & { readonly key: string; readonly minute: number })[]): Promise<void> {
    if (uses.length === 0) return;
    await this.database.query(WRITE_USE, [uses.map((use) => use.key), uses.map((use) => use.minute), uses.map((use) => use.requests), uses.map((use) => use.refused)]);
  }

  #now(): number | null {
    return this.nowMs === null ? null : this.nowMs();
  }

  async #writeParty(db: { query(sql: string, parameters?: unknown[]): Promise<unknown> }, key: string, change: AccountChange): Promise<void> {
    const { party } = change;
    const waiting = `{${party.waiting.join(',')}}`;
    const boosted = party.boostedUntil > 0 ? party.boostedUntil : null;
    await db.query(WRITE_PARTY, [
      key, this.holder, party.priority, party.permits, waiting, party.waitingSince, change.waitingUntil, party.heldSince, boosted, change.expiresAt,
    ]);
  }
}
