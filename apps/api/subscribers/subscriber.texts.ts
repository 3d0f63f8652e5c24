import type { SubscriberReason } from '#libs/feeds/subscriber-verdict.js';
import type { Localized } from '#libs/domain/words.js';

/** Why an address of the newsletter list is not in the file. */
export const LEFT_OUT_TEXTS: Readonly<Record<SubscriberReason, Localized>> = {
  account_holder: { pl: 'Adres ma konto w sklepie: przekazuje go trasa.', en: 'The address has an account in the shop: the route sends it.' },
  not_granted: { pl: 'Najnowszy wpis nie jest zgodą w sklepie tej trasy.', en: 'The newest entry is no consent in the shop of this route.' },
  opted_out_there: { pl: 'Osoba wypisała się w SALESmanago, a nic nie dowodzi, że zgoda ze sklepu jest nowsza.', en: 'The person opted out in SALESmanago, and nothing proves that the consent of the shop is newer.' },
  removed_there: { pl: 'Kontakt usunięto w SALESmanago; import by go przywrócił.', en: 'The contact was removed in SALESmanago; an import would bring it back.' },
  excluded: { pl: 'Trasa pomija ten kontakt albo tę zgodę; powód jest na liście wykluczeń.', en: 'The route leaves this contact or consent out; the list of exclusions tells why.' },
  unsafe_address: { pl: 'Adres zaczyna się od znaku, który arkusz kalkulacyjny bierze za formułę; takiego adresu nie da się zapisać w pliku bez zmiany.', en: 'The address begins with a character that spreadsheets take for a formula; it cannot be written into the file unchanged.' },
};
