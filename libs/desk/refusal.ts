import type { JsonObject } from '#libs/domain/words.js';

/** Why the desk does not do what it was asked for; nothing was changed. */
export const REFUSALS = [
  'not_found', 'same_card', 'already_one_card', 'card_joined', 'card_without_keys', 'not_proposed', 'already_refused',
  'record_not_on_card', 'whole_card', 'follows_its_customer', 'records_not_separable', 'decision_undone', 'decision_built_upon',
] as const;
export type RefusalCode = (typeof REFUSALS)[number];

export class DeskRefusal extends Error {
  override readonly name = 'DeskRefusal';

  /** `detail`: ids the caller needs to go on. */
  constructor(readonly code: RefusalCode, readonly detail: JsonObject = {}) {
    super(code);
  }
}
