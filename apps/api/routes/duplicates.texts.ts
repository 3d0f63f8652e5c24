import type { DuplicateDecision } from '#libs/delivery/duplicates/decide.js';
import type { Localized } from '#libs/domain/words.js';
import type { Warning } from './route-warnings.js';

/** What was decided, and what follows. */
export const DUPLICATE_TEXTS = {
  released: { pl: 'Zamówienie zwolnione: jego zakup zostanie wysłany raz.', en: 'The order is released: its purchase is sent once.' },
  dismissed: { pl: 'Zamówienie uznano za duplikat: jego zakup nie zostanie wysłany.', en: 'The order is dismissed as a duplicate: its purchase is not sent.' },
} as const satisfies Record<DuplicateDecision, Localized>;

/** Orders that wait for a person; nothing else moves them. */
export function heldWarning(count: number): Warning[] {
  if (count === 0) return [];
  return [{
    code: 'duplicates_held',
    message: { pl: `Zamówienia, których zakup przesłała już prawdopodobnie inna trasa, czekają na decyzję: ${count.toLocaleString('pl')}.`, en: `Orders whose purchase another route has probably sent already wait for a decision: ${count.toLocaleString('en')}.` },
    fix: {
      pl: 'Obejrzyj je (GET /routes/{id}/exclusions?reason=held) i każde zwolnij (release) albo uznaj za duplikat (dismiss).',
      en: 'Look at them (GET /routes/{id}/exclusions?reason=held), and release or dismiss each.',
    },
  }];
}
