import type { Queryable } from '#libs/security/queryable.js';
import type { JsonObject } from '#libs/domain/words.js';

/** Where an export stands: first all records are routed to addresses, then person after person is dealt with. */
export type ExportCursor = { readonly phase: 'records' | 'people'; readonly after: string };

/** What a confirmation shows: people and effects, by kind; nothing of it is an estimate. */
export type ExportCounts = {
  readonly people: number;
  readonly contacts: { readonly accounts: number; readonly withoutAccount: number; readonly subscribers: number };
  /** Newsletter consents that would be carried over where the destination proves nothing else. */
  readonly consents: Readonly<Record<string, number>>;
  readonly events: Readonly<Record<string, number>>;
  /** People by reason; `records` are those that lead to nobody. */
  readonly excluded: Readonly<Record<string, number>>;
  readonly records: Readonly<Record<string, number>>;
};

export const NO_COUNTS: ExportCounts = { people: 0, contacts: { accounts: 0, withoutAccount: 0, subscribers: 0 }, consents: {}, events: {}, excluded: {}, records: {} };

export type ExportRow = {
  readonly id: string; readonly route_id: string; readonly state: 'counting' | 'running'; readonly cursor: ExportCursor | null; readonly counts: ExportCounts | null;
  readonly history_ms: number | null; readonly total: number; readonly handed_over: number;
};

/** The export of a route that has work to do; one that was confirmed before one that is only counted. */
export async function findExport(db: Queryable, routeId: string): Promise<ExportRow | null> {
  const [row] = await db.query<ExportRow[]>(
    `select id, route_id, state, cursor, counts, (extract(epoch from history_since) * 1000)::float8 as history_ms, total::float8 as total, handed_over::float8 as handed_over
     from route_export where route_id = $1 and state in ('counting', 'running') and desired = 'run' order by state desc, id desc limit 1`,
    [routeId],
  );
  return row ?? null;
}

type Move = { readonly cursor: ExportCursor | null; readonly counts?: ExportCounts; readonly total?: number; readonly handedOver?: number; readonly state?: 'counted' | 'done' };

/** Moves an export on from where it was read; false when somebody else has, or it was paused or cancelled meanwhile: then nothing of the step may count. */
export async function moveExport(db: Queryable, row: ExportRow, move: Move): Promise<boolean> {
  const before: JsonObject | null = row.cursor === null ? null : { ...row.cursor };
  const [rows] = await db.query<[unknown[], number]>(
    `update route_export set cursor = $3::jsonb, counts = coalesce($4::jsonb, counts), total = coalesce($5, total), handed_over = coalesce($6, handed_over), state = coalesce($7, state),
       ended_at = case when $7 = 'done' then now() else ended_at end
     where id = $1 and state = $8 and desired = 'run' and cursor is not distinct from $2::jsonb returning id`,
    [row.id, before === null ? null : JSON.stringify(before), move.cursor === null ? null : JSON.stringify(move.cursor), move.counts === undefined ? null : JSON.stringify(move.counts), move.total ?? null, move.handedOver ?? null, move.state ?? null, row.state],
  );
  return rows.length === 1;
}
