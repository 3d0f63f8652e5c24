import { addressRules, type AddressRules } from '#libs/domain/email.js';
import type { IngestSession } from '../session.js';
import { ADDRESS_SETTINGS } from './statements-store.js';

/** How the workspace reads addresses at this moment. */
export async function readAddressRules(session: IngestSession, workspaceId: string): Promise<AddressRules> {
  const [row] = (await session.query<{ generic: string[] | null; allegro_domains: string[] | null }>(ADDRESS_SETTINGS, [workspaceId])).rows;
  return addressRules(row?.generic ?? null, row?.allegro_domains ?? null);
}
