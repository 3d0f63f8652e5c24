import type { EntityManager } from 'typeorm';
import type { Localized } from '#libs/domain/words.js';
import type { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import type { ConnectorCatalog } from '../platforms/connector-catalog.js';
import { reminderText } from './webhook.texts.js';

/** What is left to do in the shop after a stop or a deletion; null where no address was ever given out. */
export async function hookReminder(manager: EntityManager, catalog: ConnectorCatalog, integration: IntegrationEntity): Promise<Localized | null> {
  const hooks = catalog.all.find((connector) => connector.platform === integration.platform)?.hooks ?? null;
  if (hooks === null) return null;
  const [row] = await manager.query<{ at: Date | null }[]>(`select greatest(last_at, last_late_at) as at from hook where integration_id = $1`, [integration.id]);
  return row === undefined ? null : reminderText(hooks.removal, row.at);
}

/** The text of an answer with the reminder behind it. */
export function withReminder(text: Localized, reminder: Localized | null): Localized {
  return reminder === null ? text : { pl: `${text.pl} ${reminder.pl}`, en: `${text.en} ${reminder.en}` };
}
