import type { JsonObject, StreamName } from '#libs/domain/words.js';
import type { ConnectorDefinition } from './connector.js';

type Reading = Pick<ConnectorDefinition, 'info' | 'readByIds' | 'streamsRead'>;

/** Streams an integration with these saved settings reads. */
export const streamsRead = (definition: Reading, settings: JsonObject): readonly StreamName[] => definition.streamsRead?.(settings) ?? definition.info.streams;

/** Streams whose records can be asked for one by one under these settings. */
export function streamsAskable(definition: Reading, settings: JsonObject): readonly StreamName[] {
  const read = streamsRead(definition, settings);
  return definition.readByIds.filter((stream) => read.includes(stream));
}
