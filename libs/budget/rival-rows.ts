import type { Party } from './sharing.js';

/** A row of another process as read. */
export type PartyRow = Party & { readonly waitingUntil: number; readonly expiresAt: number };

/** The other processes as they count now: an expired one holds nothing, an old wish is no wish. */
export function rivalsOf(rows: readonly PartyRow[], now: number): readonly Party[] {
  const counted = rows.map((row) => ({
    ...row,
    permits: row.expiresAt > now ? row.permits : 0,
    waiting: row.waitingUntil > now ? row.waiting : row.waiting.map(() => 0),
  }));
  return counted.filter((row) => row.permits > 0 || row.waiting.some((count) => count > 0));
}
