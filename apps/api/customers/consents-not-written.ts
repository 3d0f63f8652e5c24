import type { EntityManager } from 'typeorm';
import type { Language } from '#libs/domain/words.js';
import { notWrittenText } from '../route-setup/not-written.texts.js';
import type { ConsentNotWritten } from './customer.schemas.js';

type Row = { readonly integrationId: string; readonly direction: 'in' | 'out'; readonly outcome: string; readonly detail: unknown; readonly at: Date };

const MARK = 'not_written';

/** What was told last of each of the person's addresses; an earlier call is over, whatever became of it. */
const LAST = `
  select distinct on (r.integration_id, b.address) r.integration_id as "integrationId", b.direction, b.outcome, b.detail, b.applied_at as at
  from consent_callback b join route r on r.id = b.route_id
  where b.workspace_id = $2 and b.applied_at is not null and b.address in (select value from identity where customer_id = $1 and workspace_id = $2 and type = 'email')
  order by r.integration_id, b.address, b.received_at desc, b.id desc`;

/** Consents the person has changed outside the shop that the shop still shows as they were. */
export async function consentsNotWritten(manager: EntityManager, workspaceId: string, customerId: string, language: Language): Promise<ConsentNotWritten[]> {
  const rows = await manager.query<Row[]>(LAST, [customerId, workspaceId]);
  return rows.filter(({ outcome }) => outcome.startsWith(MARK)).map(({ integrationId, direction, outcome, detail, at }) => {
    const reason = outcome.slice(MARK.length + 1) || 'unknown';
    return { integrationId, direction, reason, message: notWrittenText(reason, detail, language), at: at.toISOString() };
  });
}
