import { EXCLUSION_TEXTS } from '#libs/domain/relay/exclusion-texts.js';
import type { Language, Localized } from '#libs/domain/words.js';

/** Why a delivery waits, ended without being sent, or was refused. Why something is left out is told by the rules themselves. */
const DELIVERY_REASONS = {
  already_sent: { pl: 'To samo wysłano już wcześniej.', en: 'The same was sent before.' },
  contact_failed: { pl: 'Zdarzenie czeka, bo jego kontaktu nie udało się zapisać.', en: 'The event waits, because its contact could not be written.' },
  contact_not_shown_yet: { pl: 'Zdarzenie czeka, aż odbiorca pokaże jego kontakt.', en: 'The event waits until the destination shows its contact.' },
  contact_not_there: { pl: 'U odbiorcy nie ma kontaktu, do którego należy zdarzenie.', en: 'The destination does not have the contact the event belongs to.' },
  not_arrived: { pl: 'Odbiorca kilka razy przyjął kontakt, ale go nie pokazuje.', en: 'The destination has accepted the contact several times and does not show it.' },
  destination_rejected: { pl: 'Odbiorca odrzucił te dane.', en: 'The destination refused these data.' },
  outcome_unknown: { pl: 'Odpowiedź zaginęła i odczyt nie pokazał, czy dane dotarły.', en: 'The answer was lost, and reading back did not show whether the data arrived.' },
  cancelled_by_person: { pl: 'Anulowane przez człowieka.', en: 'Cancelled by a person.' },
  seen_there: { pl: 'Człowiek sprawdził u odbiorcy, że to dotarło; nie będzie wysyłane ponownie.', en: 'A person has seen at the destination that it arrived; it is not sent again.' },
  route_deleted: { pl: 'Trasa została usunięta.', en: 'The route was deleted.' },
  destination_deleted: { pl: 'Odbiorca został usunięty.', en: 'The destination was deleted.' },
  integration_deleted: { pl: 'Integracja została usunięta.', en: 'The integration was deleted.' },
} as const satisfies Record<string, Localized>;

const REASONS: Readonly<Record<string, Localized>> = { ...EXCLUSION_TEXTS, ...DELIVERY_REASONS };

/** A code this version does not know, such as one of a destination, is shown as it is. */
export const reasonText = (reason: string, language: Language): string => REASONS[reason]?.[language] ?? reason.replaceAll('_', ' ');
