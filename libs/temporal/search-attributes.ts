import type { Connection } from '@temporalio/client';
import type { SearchAttributePair } from '@temporalio/common';
import { defineSearchAttributeKey } from '@temporalio/common';
import type { RunKind } from '#libs/domain/words.js';
import { SEARCH_ATTRIBUTES } from '#workflows/names.js';

/** Which integration a flow belongs to; ids and words only. `code` is shown in the Temporal UI. */
export type FlowOwner = { readonly workspaceId: string; readonly integrationId: string; readonly platform: string; readonly code: string };

/** Which destination a flow belongs to. */
export type DestinationOwner = { readonly workspaceId: string; readonly destinationId: string; readonly kind: string; readonly code: string };

/** Which erasure a flow carries out. */
export type ErasureOwner = { readonly workspaceId: string; readonly erasureId: string };

/** `INDEXED_VALUE_TYPE_KEYWORD` of Temporal's API. */
const KEYWORD = 2;

const key = (name: string): ReturnType<typeof defineSearchAttributeKey<'KEYWORD'>> => defineSearchAttributeKey(name, 'KEYWORD');

/** What the Temporal UI can be filtered by. */
export function searchAttributes(owner: FlowOwner, runKind: RunKind | null): SearchAttributePair[] {
  const pairs = [
    { key: key(SEARCH_ATTRIBUTES.workspace), value: owner.workspaceId },
    { key: key(SEARCH_ATTRIBUTES.integration), value: owner.integrationId },
    { key: key(SEARCH_ATTRIBUTES.platform), value: owner.platform },
  ];
  return runKind === null ? pairs : [...pairs, { key: key(SEARCH_ATTRIBUTES.runKind), value: runKind }];
}

/** Destinations are found by the same words: their kind stands where the platform does. */
export function destinationAttributes(owner: DestinationOwner): SearchAttributePair[] {
  return [
    { key: key(SEARCH_ATTRIBUTES.workspace), value: owner.workspaceId },
    { key: key(SEARCH_ATTRIBUTES.platform), value: owner.kind },
    { key: key(SEARCH_ATTRIBUTES.runKind), value: 'deliver' },
  ];
}

export function erasureAttributes(owner: ErasureOwner): SearchAttributePair[] {
  return [
    { key: key(SEARCH_ATTRIBUTES.workspace), value: owner.workspaceId },
    { key: key(SEARCH_ATTRIBUTES.runKind), value: 'erase' },
  ];
}

/** Adds the attributes the namespace does not know yet: it would refuse to start a flow that carries them. Returns their names. */
export async function registerSearchAttributes(connection: Connection, namespace: string): Promise<readonly string[]> {
  const known = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.values(SEARCH_ATTRIBUTES).filter((name) => known.customAttributes[name] === undefined);
  if (missing.length > 0) {
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: Object.fromEntries(missing.map((name) => [name, KEYWORD])) });
  }
  return missing;
}
