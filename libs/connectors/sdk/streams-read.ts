import type { JsonObject, StreamName } from '#libs/domain/words.js';
import type { ConnectorDefinition } from './connector.js';

type Reading = Pick<ConnectorDefinition, 'info' | 'readByIds' | 'streamsRead'>;

/** Streams an integration with these saved settings reads. */
export const streamsRead = (definition: Reading, settings: JsonObject): readonly StreamName[] => definition.streamsRead?.(settings) ?? definition.info.streams;

/** True for a platform without any stream: a first sync, a schedule or a route of it would have nothing to do. */
export const readsNothing = ({ info }: Pick<ConnectorDefinition, 'info'>): boolean => info.streams.length === 0;

/** Time between recurring syncs, ms; null for a platform that is followed by a journal, or not at all. */
export const recurringIntervalOf = (definition: Pick<ConnectorDefinition, 'info' | 'journal'>): number | null => (definition.journal !== undefined || readsNothing(definition) ? null : definition.info.intervalMs);

/** Streams whose records can be asked for one by one under these settings. */
export function streamsAskable(definition: Reading, settings: JsonObject): readonly StreamName[] {
  const read = streamsRead(definition, settings);
  return definition.readByIds.filter((stream) => read.includes(stream));
}
