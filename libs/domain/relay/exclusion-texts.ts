import type { Localized } from '../words.js';

/** Why something is not sent, as people read it: what is the matter and, where they can do something, what. */
export const EXCLUSION_TEXTS = {
  // Whether a person is sent at all.
  gone_at_source: { pl: 'Wszystkie wpisy tej osoby zniknęły ze źródła.', en: 'All records of this person are gone from the source.' },
  no_address: { pl: 'Brak adresu e-mail.', en: 'There is no e-mail address.' },
  address_invalid: { pl: 'To nie jest poprawny adres e-mail.', en: 'This is not a valid e-mail address.' },
  address_too_long: { pl: 'Adres e-mail jest za długi dla systemu docelowego.', en: 'The e-mail address is too long for the destination.' },
  masked_address: { pl: 'Zamaskowany adres Allegro: nie jest adresem do marketingu.', en: 'A masked Allegro address: not one for marketing.' },
  generic_address: { pl: 'Adres wspólny wielu osobom albo zastępczy: nie wskazuje nikogo.', en: 'An address shared by many people, or a placeholder: it names nobody.' },
  other_shop: { pl: 'Dotyczy innego sklepu tego konta niż wybrany w trasie.', en: 'Belongs to another shop of the account than the one the route is about.' },
  subscriber_without_account: {
    pl: 'Ani konta, ani zamówienia. Trasa wysyła tylko osoby ze zgodą, a subskrybenci bez konta do nich nie należą.',
    en: 'Neither an account nor an order. The route sends only people who consented, and subscribers without an account are not among them.',
  },
  subscriber_left: { pl: 'Subskrybent bez konta, który wypisał się z newslettera.', en: 'A subscriber without an account who has left the newsletter.' },
  no_consent: { pl: 'Brak zgody, którą wybrano w trasie.', en: 'The consent chosen for the route was not given.' },
  consent_refused: { pl: 'Zgoda wybrana w trasie została odmówiona lub cofnięta.', en: 'The consent chosen for the route was refused or taken back.' },
  owner_not_known: { pl: 'Klient tego zamówienia nie jest jeszcze znany; zostanie wysłane, gdy się pojawi.', en: 'The customer of this order is not known yet; it is sent once they are.' },
  erased: { pl: 'Dane tej osoby usunięto na jej żądanie.', en: 'The data of this person were erased on request.' },
  held: { pl: 'Możliwy duplikat innej trasy: czeka na decyzję.', en: 'A possible duplicate of another route: waits for a decision.' },
  duplicate_dismissed: { pl: 'Uznane za duplikat innej trasy: nie zostanie wysłane.', en: 'Dismissed as a duplicate of another route: it is not sent.' },
  not_confirmed: { pl: 'Zamówienie niepotwierdzone: kupujący go nie dokończył. Zostanie wysłane po potwierdzeniu.', en: 'Not confirmed: the buyer has not finished the order. It is sent once it is confirmed.' },
  shop_orders_skipped: { pl: 'Zamówienie ze sklepu, a trasa ma ich nie przesyłać.', en: 'An order of a shop, and the route is set not to send these.' },
  source_has_own_route: { pl: 'Zamówienia z tego źródła przesyła do tego samego odbiorcy trasa samego sklepu.', en: 'Orders of this source are sent to the same destination by the shop’s own route.' },
  return_not_order: { pl: 'To zwrot zapisany jako zamówienie, a nie zakup.', en: 'A return kept as an order, not a purchase.' },
  email_search_waits: { pl: 'Adres jest zamaskowany; szukamy e-maila po numerze telefonu.', en: 'The address is masked; the e-mail is being looked for by the phone number.' },
  email_not_found: {
    pl: 'Adres jest zamaskowany, a żadne inne zamówienie z tym telefonem nie podaje e-maila. Gdy takie się pojawi, zostanie wysłane.',
    en: 'The address is masked, and no other order with this phone number tells an e-mail. It is sent once such an order appears.',
  },
  email_ambiguous: { pl: 'Zamówienia z tym telefonem podają różne adresy e-mail: nie wiadomo, który należy do tej osoby.', en: 'Orders with this phone number tell different e-mail addresses: it is not known which is this person’s.' },
  surname_differs: { pl: 'Zamówienia z tym telefonem są na inne nazwisko.', en: 'Orders with this phone number bear another surname.' },
  already_sent_elsewhere: { pl: 'Wysłała to już inna trasa do tego samego konta.', en: 'Another route to the same account has sent it already.' },
  // Events.
  before_route: {
    pl: 'Zamówienie sprzed uruchomienia trasy (albo bez daty): nic z niego nie jest wysyłane, także anulowanie, zwrot i zmiana wartości.',
    en: 'An order from before the start of the route (or without a date): nothing of it is sent, nor its cancellation, return or new value.',
  },
  event_switched_off: { pl: 'Ten rodzaj zdarzenia jest wyłączony w trasie.', en: 'This kind of event is switched off in the route.' },
  never_sent: { pl: 'Zakup nigdy nie został wysłany, więc nie ma czego anulować ani zwracać.', en: 'The purchase was never sent, so there is nothing to cancel or return.' },
  order_merged: { pl: 'Zamówienie połączono z innym: jego treść jest w tamtym.', en: 'The order was merged into another one, which has its content.' },
  order_given_up: { pl: 'Zamówienie przepadło (braki, zagubione) nie z woli klienta: wysłany zakup zostaje bez zmian.', en: 'The order came to nothing (missing, lost) by nobody’s wish: the purchase that was sent stays as it is.' },
  family_sent: {
    pl: 'Powstało z połączenia, podziału lub skopiowania zamówienia, którego zakup już wysłano; wartości całej rodziny zostają bez zmian.',
    en: 'Born by merging, splitting or copying an order whose purchase was sent; the values of that family are left alone.',
  },
  outcome_unknown: {
    pl: 'Nie wiadomo, czy to zdarzenie dotarło; ponowienie lub anulowanie czeka na decyzję na liście odrzuconych.',
    en: 'It is not known whether this event has arrived; whether it is retried or cancelled is decided on the reject desk.',
  },
  contact_update_only: { pl: 'Zmieniono tylko dane kupującego lub dostawy: aktualizowany jest kontakt, a nie wysłany zakup.', en: 'Only data of the buyer or the delivery were edited: the contact is updated, not the purchase that was sent.' },
  event_not_updatable: { pl: 'System docelowy nie podał numeru tego zdarzenia, więc nie można go zmienić.', en: 'The destination did not name the id of this event, so it cannot be changed.' },
  no_value_and_no_products: { pl: 'Zdarzenie bez wartości i bez towarów: system docelowy takich nie przyjmuje.', en: 'An event without a value and without goods: the destination takes none.' },
  field_left_out: { pl: 'Pole pominięto zgodnie z ustawieniem trasy.', en: 'The field is left out, as set in the route.' },
  // Consents.
  consent_switched_off: { pl: 'Ta zgoda nie jest przenoszona przez trasę.', en: 'This consent is not carried over by the route.' },
  opted_out_there: { pl: 'Osoba wypisała się w systemie docelowym; nic nie dowodzi, że zgoda ze sklepu jest nowsza.', en: 'The person opted out at the destination, and nothing proves that the consent of the shop is newer.' },
  newer_there: { pl: 'W systemie docelowym osoba zapisała się później, niż wypisała w sklepie.', en: 'The person opted in at the destination later than they left in the shop.' },
  removed_there: { pl: 'Kontakt usunięto w systemie docelowym; zapis by go przywrócił.', en: 'The contact was removed at the destination; writing would bring it back.' },
  consent_undated: { pl: 'Sklep nie podaje daty tej zgody; bez daty nikogo nie zapisujemy.', en: 'The shop gives no date of this consent; without one nobody is subscribed.' },
  consent_source_changed: {
    pl: 'Zgoda różni się tylko dlatego, że zmieniło się jej źródło (ustawienie lub wpis, który się liczy), a nie dlatego, że osoba ją zmieniła. Wymaga potwierdzenia.',
    en: 'The consent differs only because its source changed (a setting, or the record that counts), not because the person changed it. Needs confirmation.',
  },
  came_from_destination: { pl: 'Ta zmiana zgody przyszła z systemu docelowego.', en: 'This change of consent came from the destination.' },
} as const satisfies Readonly<Record<string, Localized>>;

/** Why something is not sent. */
export type ExclusionReason = keyof typeof EXCLUSION_TEXTS;
