import type { DestinationDefinition } from '#libs/destinations/sdk/destination.js';
import { ApiProblem } from '../http/problem.js';

/** The kinds of destination this installation can deliver to. */
export class DestinationCatalog {
  constructor(readonly all: readonly DestinationDefinition[]) {}

  /** Null for a kind this version does not know, such as one of a row an older one has written. */
  find(kind: string): DestinationDefinition | null {
    return this.all.find((definition) => definition.kind === kind) ?? null;
  }

  /** @throws ApiProblem 422 for a kind without a definition */
  of(kind: string): DestinationDefinition {
    const found = this.find(kind);
    if (found !== null) return found;
    throw new ApiProblem({
      status: 422,
      code: 'destination_kind_unknown',
      message: { pl: `Rodzaj odbiorcy „${kind}” nie jest obsługiwany.`, en: `The kind of destination "${kind}" is not supported.` },
      fix: { pl: 'Wybierz rodzaj z listy GET /destinations/kinds.', en: 'Choose a kind from GET /destinations/kinds.' },
    });
  }
}
