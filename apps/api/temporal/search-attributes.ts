import { defineSearchAttributeKey, type SearchAttributePair } from '@temporalio/common';
import type { RunKind } from '#libs/domain/words.js';
import { SEARCH_ATTRIBUTES } from '#workflows/names.js';
import type { IntegrationRef } from './temporal.gateway.js';

const key = (name: string): ReturnType<typeof defineSearchAttributeKey<'KEYWORD'>> => defineSearchAttributeKey(name, 'KEYWORD');

/** What the Temporal UI can be filtered by. */
export function searchAttributes(ref: IntegrationRef, runKind: RunKind | null): SearchAttributePair[] {
  const pairs: SearchAttributePair[] = [
    { key: key(SEARCH_ATTRIBUTES.workspace), value: ref.workspaceId },
    { key: key(SEARCH_ATTRIBUTES.integration), value: ref.integrationId },
    { key: key(SEARCH_ATTRIBUTES.platform), value: ref.platform },
  ];
  return runKind === null ? pairs : [...pairs, { key: key(SEARCH_ATTRIBUTES.runKind), value: runKind }];
}
