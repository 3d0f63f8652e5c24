import { LOCK_SEARCH } from '#libs/ingest/wake-searches.js';
import type { Queryable } from '#libs/security/queryable.js';

/** Nobody writes orders of an integration, or looks for e-mails by phone, until the transaction ends: neither may miss the other. */
export async function lockSearch(db: Queryable, integrationId: string): Promise<void> {
  await db.query(LOCK_SEARCH, [integrationId]);
}
