import { keyType, keyValue, type KeyText } from '#libs/domain/identity-keys.js';
import type { Assigned } from './assign.js';
import type { PartContext } from './page.js';
import type { IngestSession, Statement } from './session.js';

/**
 * Whoever looks for e-mails by phone holds this alone, whoever writes orders that tell one holds it with others, each to the end of
 * its transaction: an order that looks and one that is written at the same moment would else not see each other.
 */
const key = `hashtextextended('email search ' || $1, 0)`;
export const LOCK_SEARCH = `select pg_advisory_xact_lock(${key})`;
const LOCK_SEARCH_SHARED: Statement = { name: 'ingest_lock_search', text: `select pg_advisory_xact_lock_shared(${key})` };

/**
 * Orders whose e-mail is looked for by these phones are considered again, by every route of the integration. One whose event has
 * arrived stays where it is: nothing that comes later moves it to somebody else.
 */
const wake = (phones: string): string => `insert into route_change as c (route_id, record_id, workspace_id, kind, silent, seq, not_before)
  select w.route_id, w.record_id, w.workspace_id, 'order', w.silent, nextval('route_change_seq'), w.not_before from (
    select e.route_id, e.record_id, e.workspace_id, bool_and(e.silent) as silent, $3::timestamptz as not_before
    from email_search e join route r on r.id = e.route_id and r.deleted_at is null and r.started_at is not null
      join routed_record t on t.route_id = e.route_id and t.record_id = e.record_id
    where e.integration_id = $1 and e.phone in (${phones})
      and not exists (select 1 from delivery d where e.address is not null and d.route_id = e.route_id and d.order_id = t.external_id and d.kind = 'event' and d.delivered > 0)
    group by 1, 2, 3 order by 1, 2
  ) w
  on conflict (route_id, record_id) do update set silent = c.silent and excluded.silent, seq = excluded.seq, changed_at = now(), wait_for = null, not_before = excluded.not_before`;

export const WAKE_BY_PHONE: Statement = { name: 'ingest_wake_by_phone', text: wake(`select unnest($2::text[])`) };

/** Orders that are gone tell nobody's e-mail any more. */
const WAKE_BY_GONE: Statement = {
  name: 'ingest_wake_by_gone',
  text: wake(`select substr(k, 7) from source_record s cross join unnest(s.keys) k where s.integration_id = $1 and s.kind = 'order' and s.external_id = any($2::text[]) and k like 'phone:%'`),
};

/** Phones of orders that tell an e-mail, or did before: the former ones of an edited order count as well. */
function toldPhones(keys: readonly KeyText[]): string[] {
  return keys.some((one) => keyType(one) === 'email') ? keys.filter((one) => keyType(one) === 'phone').map(keyValue) : [];
}

/** Tells orders that look for their e-mail which orders were written, in the same transaction. Before any other change of routes. */
export async function wakeSearches(session: IngestSession, context: PartContext, rows: readonly Assigned[]): Promise<void> {
  if (context.kind !== 'order') return;
  const phones = [...new Set(rows.flatMap((row) => toldPhones(row.allKeys)))].sort();
  // Orders read by id may turn out to be gone: the lock is taken here all the same, before anything planning waits for.
  if (phones.length === 0 && context.lane !== 'by-id') return;
  await session.query(LOCK_SEARCH_SHARED, [context.integrationId]);
  if (phones.length > 0) await session.query(WAKE_BY_PHONE, [context.integrationId, phones, null]);
}

/** The same for orders the source does not have any more. */
export async function wakeByGone(session: IngestSession, context: PartContext, externalIds: readonly string[]): Promise<void> {
  if (context.kind !== 'order' || externalIds.length === 0) return;
  await session.query(LOCK_SEARCH_SHARED, [context.integrationId]);
  await session.query(WAKE_BY_GONE, [context.integrationId, externalIds, null]);
}
