import type { Language, Localized } from '#libs/domain/words.js';

/** Why something was left out, settled without being sent, or cancelled. A code that is missing here is shown as it is. */
const REASONS: Readonly<Record<string, Localized>> = {
  no_consent: { pl: 'Osoba nie wyraziła zgody wskazanej w opcjach trasy.', en: 'The person has not given the consent named in the options of the route.' },
  consent_refused: { pl: 'Osoba odmówiła zgody wskazanej w opcjach trasy.', en: 'The person has refused the consent named in the options of the route.' },
  consent_undated: { pl: 'Nie wiadomo, kiedy udzielono zgody, więc nikt nie zostanie zapisany.', en: 'It is not known when the consent was given, so nobody is subscribed.' },
  subscriber_without_account: { pl: 'Subskrybent bez konta: przekazywany tylko w zakresie „everyone”.', en: 'Subscriber without an account: sent in the scope "everyone" only.' },
  no_address: { pl: 'Rekord nie ma adresu e-mail.', en: 'The record has no e-mail address.' },
  address_invalid: { pl: 'Adres e-mail jest nieprawidłowy.', en: 'The e-mail address is not valid.' },
  address_too_long: { pl: 'Adres e-mail jest za długi dla odbiorcy.', en: 'The e-mail address is too long for the destination.' },
  address_relay: { pl: 'Adres pośredniczący (np. Allegro): nie należy do osoby.', en: 'A relay address (such as Allegro\'s): it does not belong to the person.' },
  opted_out_there: { pl: 'Osoba wypisała się u odbiorcy; nikt jej z powrotem nie zapisze.', en: 'The person has opted out at the destination and is never brought back.' },
  removed_there: { pl: 'Kontakt został usunięty u odbiorcy; zapis by go przywrócił.', en: 'The contact was removed at the destination; a write would bring it back.' },
  not_there: { pl: 'Nie ma takiego kontaktu u odbiorcy.', en: 'There is no such contact at the destination.' },
  before_route: { pl: 'Zamówienie sprzed uruchomienia trasy.', en: 'An order from before the route was started.' },
  event_not_chosen: { pl: 'Tego rodzaju zdarzenia trasa nie wysyła.', en: 'The route does not send this kind of event.' },
  event_not_updatable: { pl: 'Odbiorca nie podał identyfikatora zdarzenia, więc nie da się go już zmienić.', en: 'The destination has not named the id of the event, so it cannot be changed any more.' },
  held: { pl: 'Prawdopodobnie to samo zamówienie wysłała inna trasa; czeka na decyzję.', en: 'Another route has probably sent the same order; it waits for a decision.' },
  own_route: { pl: 'Zamówienie dostarcza własna trasa sklepu, z którego pochodzi.', en: 'The order is delivered by the own route of the shop it comes from.' },
  already_sent: { pl: 'Wysłane już wcześniej.', en: 'Sent before.' },
  erased: { pl: 'Dane tej osoby usunięto na żądanie.', en: 'The data of this person were erased on request.' },
  gone: { pl: 'Rekordu nie ma już w sklepie.', en: 'The record is gone from the shop.' },
  other_shop: { pl: 'Należy do innego sklepu tego panelu.', en: 'It belongs to another shop of the account.' },
  owner_unknown: { pl: 'Klient, do którego należy, nie jest jeszcze znany.', en: 'The client it belongs to is not known yet.' },
  source_setting_changed: { pl: 'Zgoda wygląda inaczej tylko dlatego, że zmieniono ustawienie; czeka na potwierdzenie.', en: 'The consent differs only because a setting has changed; it waits for confirmation.' },
  destination_rejected: { pl: 'Odbiorca odrzucił te dane.', en: 'The destination refused these data.' },
  outcome_unknown: { pl: 'Odpowiedź zaginęła i odczyt nie pokazał, czy dane dotarły.', en: 'The answer was lost, and reading back did not show whether the data arrived.' },
  cancelled_by_person: { pl: 'Anulowane przez człowieka.', en: 'Cancelled by a person.' },
  route_deleted: { pl: 'Trasa została usunięta.', en: 'The route was deleted.' },
  destination_deleted: { pl: 'Odbiorca został usunięty.', en: 'The destination was deleted.' },
  integration_deleted: { pl: 'Integracja została usunięta.', en: 'The integration was deleted.' },
};

/** `already_sent via 1042` and the like: the word decides, what follows it is shown beside. */
const wordOf = (reason: string): string => /^[\w-]+/u.exec(reason)?.[0] ?? reason;

export function reasonText(reason: string, language: Language): string {
  const word = wordOf(reason);
  const known = REASONS[word];
  if (known === undefined) return reason.replaceAll('_', ' ');
  const rest = reason.slice(word.length).trim();
  return rest === '' ? known[language] : `${known[language]} (${rest})`;
}
