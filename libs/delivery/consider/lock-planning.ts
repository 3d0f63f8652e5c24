import type { Queryable } from '#libs/security/queryable.js';

/**
 * One at a time decides what a route delivers, until its transaction ends: two workers that look at the same change would count it
 * twice, and two that find the same contact would both make its row.
 */
export async function lockPlanning(db: Queryable, routeId: string): Promise<void> {
  await db.query(`select pg_advisory_xact_lock(hashtextextended('route ' || $1, 0))`, [routeId]);
}
