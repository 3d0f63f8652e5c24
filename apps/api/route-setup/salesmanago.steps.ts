import type { Localized } from '#libs/domain/words.js';

/** What is to be pasted, as it is. */
export type StepFacts = { readonly optIn: string; readonly optOut: string; readonly feed: string };

/**
 * Places in the panel of SALESmanago, with those of its older one (reference sheet, sections 1, 5.1, 6 and 9). Where the sheet names
 * no place for product feeds, none is made up.
 */
export function salesmanagoSteps({ optIn, optOut, feed }: StepFacts): readonly Localized[] {
  return [
    {
      pl: 'Dane do logowania usługi: otwórz Centrum integracji → API, kartę „API v2” (w starszym panelu Ustawienia → Integracja). Są tam Client ID, API Secret i Endpoint; podaj je przy uwierzytelnianiu odbiorcy, razem z adresem e-mail użytkownika, który ma być właścicielem kontaktów.',
      en: 'What the service logs in with: open Integration Center → API, tab "API v2" (older panel: Settings → Integration). It shows Client ID, API Secret and Endpoint; give them when you authenticate the destination, with the e-mail address of the user who shall own the contacts.',
    },
    {
      pl: 'Adresy zwrotne: otwórz Centrum integracji → Callbacks (w starszym panelu Ustawienia → Inne → Aplikacja).',
      en: 'Callbacks: open Integration Center → Callbacks (older panel: Settings → Other → Application).',
    },
    { pl: `Do pola „Opt-in callback URL” wklej w całości: ${optIn}`, en: `Paste into the field "Opt-in callback URL", as a whole: ${optIn}` },
    { pl: `Do pola „Opt-out callback URL” wklej w całości: ${optOut}`, en: `Paste into the field "Opt-out callback URL", as a whole: ${optOut}` },
    {
      pl: 'Zapisz. Znaków „$email$” i „sha1(…)” nie zmieniaj: SALESmanago samo wstawia w to miejsce adres i oblicza klucz.',
      en: 'Save. Leave "$email$" and "sha1(…)" as they are: SALESmanago itself puts the address there and computes the key.',
    },
    {
      pl: 'Sprawdź: na karcie własnego, próbnego kontaktu zmień zgodę na e-maile. Zmiana pojawi się w sklepie albo na liście GET /routes/{id}/not-written.',
      en: 'Try it: change the e-mail consent on the card of a test contact of your own. The change shows up in the shop, or on the list GET /routes/{id}/not-written.',
    },
    {
      pl: `Oferta: dodaj plik produktowy XML (XML Product Feed). Adres pliku: ${feed}; kodowanie UTF-8, waluta, język i domena Twojego sklepu.`,
      en: `Offer: add an XML product feed. Address of the file: ${feed}; encoding UTF-8, currency, language and domain of your shop.`,
    },
    {
      pl: 'Wskaż, który element jest czym: produkt to „product”; w nim id, name, url, image, price (cena do zapłaty), old_price (cena przed obniżką; jest tylko przy obniżce), currency, availability, category (może wystąpić kilka razy, poziomy oddziela „ > ”), brand, description.',
      en: 'Say which element is what: a product is "product"; in it id, name, url, image, price (to be paid), old_price (before a reduction; only there while reduced), currency, availability, category (may come several times, levels separated by " > "), brand, description.',
    },
    {
      pl: 'Przepisz pole LOCATION tego pliku do ustawienia „locations” odbiorcy, a potem wybierz tę samą lokalizację w opcji „location” trasy. Musi być identyczna, inaczej zakupy nie połączą się z produktami.',
      en: 'Copy the LOCATION of this feed into the setting "locations" of the destination, then choose the same location in the option "location" of the route. It has to be identical, or purchases will not be linked to products.',
    },
  ];
}
