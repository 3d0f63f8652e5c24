import type { Language, Localized } from '#libs/domain/words.js';
import type { DeliveryState } from './delivery.schemas.js';

/** A state in a sentence of its own. */
const STATES: Record<DeliveryState, Localized> = {
  pending: { pl: 'Czeka na wysłanie.', en: 'It waits to be sent.' },
  sending: { pl: 'Jest właśnie wysyłane.', en: 'It is being sent.' },
  confirming: { pl: 'Wysłane; wynik jest sprawdzany u odbiorcy.', en: 'Sent; the outcome is being looked up at the destination.' },
  unknown: { pl: 'Wysłane; nie wiadomo, czy dotarło.', en: 'Sent; it is not known whether it arrived.' },
  delivered: { pl: 'Dostarczone.', en: 'Delivered.' },
  failed: { pl: 'Niedostarczone.', en: 'Not delivered.' },
  cancelled: { pl: 'Anulowane.', en: 'Cancelled.' },
};

export const stateText = (state: DeliveryState, language: Language): string => STATES[state][language];

export const DELIVERY_TEXTS = {
  retried: { pl: 'Dostawa czeka na ponowne wysłanie.', en: 'The delivery waits to be sent again.' },
  retriedUnclear: { pl: 'Dostawa czeka na ponowne wysłanie. Poprzednie mogło dotrzeć, więc u odbiorcy może powstać duplikat.', en: 'The delivery waits to be sent again. The one before may have arrived, so there may be a duplicate at the destination.' },
  cancelled: { pl: 'Dostawa nie zostanie wysłana.', en: 'The delivery will not be sent.' },
  seenThere: { pl: 'Przyjęto, że dostawa dotarła. Nie zostanie wysłana ponownie.', en: 'The delivery is taken for arrived. It is not sent again.' },
  cancelledAgain: { pl: 'Dostawa jest w toku; nie zostanie wysłana drugi raz.', en: 'The delivery is under way; it will not be sent a second time.' },
} as const satisfies Record<string, Localized>;

export function retriedManyText(count: number): Localized {
  return { pl: `Dostawy czekające na ponowne wysłanie: ${count.toLocaleString('pl')}.`, en: `Deliveries that wait to be sent again: ${count.toLocaleString('en')}.` };
}
