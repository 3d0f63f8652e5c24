import type { DestinationDefinition } from '#libs/destinations/sdk/destination.js';
import type { JsonObject } from '#libs/domain/words.js';

/** Settings as the definition reads them; those of a new destination are all defaults. Null: they do not fit any more. */
export function readSettings(definition: DestinationDefinition, stored: JsonObject): unknown {
  const parsed = definition.settings.safeParse(stored);
  return parsed.success ? parsed.data : null;
}

/** Contacts an export may write in a minute; null when the settings do not tell. */
export function contactsPerMinute(definition: DestinationDefinition | null, stored: JsonObject): number | null {
  const settings = definition === null ? null : readSettings(definition, stored);
  return definition === null || settings === null ? null : definition.contactsPerMinute(settings);
}

/** Seconds the pace needs for so many contacts. */
export function secondsByPace(contacts: number, perMinute: number | null): number | null {
  if (contacts === 0) return 0;
  return perMinute === null || perMinute <= 0 ? null : Math.ceil((contacts / perMinute) * 60);
}
