import type { DataSource } from 'typeorm';

/**
 * How many contacts an export may send now. The next free moment is kept in the database and moves by what is handed out, so
 * that the pace holds over restarts; time that was not used is lost, except for `burstMs`.
 */
export async function takePace(dataSource: DataSource, destinationId: string, input: { readonly perMinute: number; readonly burstMs: number; readonly most: number }): Promise<number> {
  const intervalMs = 60_000 / input.perMinute;
  const [rows] = await dataSource.query<[{ taken: number }[], number]>(
    `with now as (select clock_timestamp() as at), standing as (
       select d.id, greatest(d.next_contact_at, n.at - make_interval(secs => $2)) as base, n.at from destination d, now n where d.id = $1 for update of d
     ), taking as (
       select id, base, least($4::int, floor(extract(epoch from at - base) * 1000 / $3))::int as taken from standing
     )
     update destination d set next_contact_at = t.base + make_interval(secs => t.taken * $3 / 1000.0) from taking t where d.id = t.id returning t.taken`,
    [destinationId, input.burstMs / 1000, intervalMs, input.most],
  );
  return Math.max(0, rows[0]?.taken ?? 0);
}

/** Gives back what was not needed. */
export async function givePaceBack(dataSource: DataSource, destinationId: string, perMinute: number, unused: number): Promise<void> {
  if (unused > 0) await dataSource.query(`update destination set next_contact_at = next_contact_at - make_interval(secs => $2) where id = $1`, [destinationId, (unused * 60) / perMinute]);
}
