import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '#tools/progress.js';
import { askOne } from '../measure/database.js';
import type { House } from './house.js';

type Open = { readonly told: number; readonly inbox: number; readonly phones: number; readonly changes: number; readonly deliveries: number };

const OPEN = `select (select coalesce(max(log_id), 0)::float8 from journal_entry where integration_id = $1) as told, (select count(*)::int from inbox where integration_id = $1 and applied_at is null) as inbox,
  (select count(*)::int from phone_lookup where integration_id = $1 and state = 'due') as phones, (select count(*)::int from route_change where route_id = $2) as changes,
  (select count(*)::int from delivery where route_id = $2 and (state in ('pending', 'sending', 'confirming', 'unknown') or again)) as deliveries`;

const LOOK_MS = 1_000;
const TELL_MS = 30_000;
/** Quiet so many looks in a row. */
const LOOKS = 3;

/** Waits until the journal was read to its end and nothing it led to waits any more; false when that was not so in time. */
export async function untilQuiet({ launched, market, integrationId, routeId }: House, untilMs: number, log: Log): Promise<boolean> {
  let quiet = 0;
  for (let toldAt = performance.now(); performance.now() < untilMs; await delay(LOOK_MS)) {
    const newest = (await market.log()).at(-1)?.id ?? 0;
    // A database that is being started again answers in a moment.
    const open = await askOne<Open>(launched.databaseUrl, OPEN, [integrationId, routeId]).catch(() => null);
    const left = open === null ? null : open.inbox + open.phones + open.changes + open.deliveries;
    quiet = open !== null && left === 0 && open.told >= newest ? quiet + 1 : 0;
    if (quiet >= LOOKS) return true;
    if (performance.now() - toldAt < TELL_MS || open === null) continue;
    toldAt = performance.now();
    log(`orders to be read ${String(open.inbox)}, telephones ${String(open.phones)}, to be considered ${String(open.changes)}, deliveries open ${String(open.deliveries)}`);
  }
  return false;
}
