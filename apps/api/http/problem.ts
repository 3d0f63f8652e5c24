import type { Json, Localized } from '#libs/domain/words.js';

/** One wrong field of a request. */
export type FieldProblem = { readonly path: string; readonly code: string; readonly message: Localized };

export type ProblemInit = {
  readonly status: number;
  /** Stable machine word; never renamed. */
  readonly code: string;
  readonly message: Localized;
  readonly fix?: Localized;
  readonly fields?: readonly FieldProblem[];
  /** Further members of the answer: the run's id, legal next steps. */
  readonly extra?: Readonly<Record<string, Json>>;
  readonly headers?: Readonly<Record<string, string>>;
};

/** What the API answers instead of a result: RFC 9457 problem details, in the caller's language. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(readonly init: ProblemInit) {
    super(`${init.code}: ${init.message.en}`);
  }
}
