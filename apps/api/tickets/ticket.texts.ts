import type { Language, Localized } from '#libs/domain/words.js';
import type { TicketReason } from './ticket.schemas.js';

const TEXTS: Record<TicketReason, Localized> = {
  full_address: { pl: 'Karta ma dokładnie ten adres.', en: 'The card has exactly this address.' },
  base_address: { pl: 'Karta ma ten sam adres Allegro przed „+”.', en: 'The card has the same Allegro address before the "+".' },
  person: { pl: 'Przypisane przez człowieka. Reguły tego nie zmienią.', en: 'Assigned by a person. No rule changes that.' },
  nobody_by_person: { pl: 'Człowiek zdecydował, że zgłoszenie nie należy do żadnej karty. Reguły tego nie zmienią.', en: 'A person decided that the ticket belongs to no card. No rule changes that.' },
  several_cards: { pl: 'Pasuje więcej niż jedna karta. Wybierz właściwą: nic nie zostało przeniesione.', en: 'More than one card fits. Choose the right one: nothing was moved.' },
  no_sender: { pl: 'Zgłoszenie nie ma nadawcy.', en: 'The ticket has no sender.' },
  not_an_address: { pl: 'Nadawca nie jest adresem e-mail, po którym można znaleźć klienta.', en: 'The sender is no e-mail address a customer can be found by.' },
  generic_address: { pl: 'Pod tym adresem pisze wiele osób, więc nie wskazuje nikogo.', en: 'Many people write from this address, so it points to nobody.' },
  allegro_own_sender: { pl: 'To adres samego Allegro, a nie kupującego.', en: "This is Allegro's own address, not a buyer's." },
  allegro_off: { pl: 'Adres jest zamaskowany przez Allegro, a obsługa Allegro jest wyłączona. Włącz ją, aby takie zgłoszenia były przypisywane.', en: 'The address is masked by Allegro, and Allegro is switched off here. Switch it on to have such tickets assigned.' },
  no_match: { pl: 'Żadna karta nie ma tego adresu. Zgłoszenie zostanie przypisane, gdy taka się pojawi.', en: 'No card has this address. The ticket is assigned as soon as one does.' },
};

/** The reason as a sentence. */
export const ticketText = (reason: TicketReason, language: Language): string => TEXTS[reason][language];

/** What stops a ticket from being stored, beside its form. */
export const REFUSED: Localized = {
  pl: 'Dane tej osoby zostały usunięte na jej żądanie, a zgłoszenie pochodzi sprzed usunięcia albo nie ma daty (openedAt). Nie zostało zapisane.',
  en: 'The data of this person was erased on request, and the ticket is from before or has no date (openedAt). It was not stored.',
};
export const INVALID: Localized = { pl: 'Zgłoszenie zawiera nieprawidłowe dane. Popraw wskazane pola i wyślij je ponownie.', en: 'The ticket holds invalid data. Mend the fields named and send it again.' };
