import type { Language, Localized } from '#libs/domain/words.js';

const TEXTS: Readonly<Record<string, Localized>> = {
  no_account: {
    pl: 'Osoba nie ma konta w tym sklepie, a sklep nie pozwala zmieniać zgód osób bez konta. Zmień ją ręcznie na liście newslettera w panelu.',
    en: 'The person has no account in this shop, and the shop lets nobody change consents of people without one. Change it by hand on the newsletter list of the panel.',
  },
  not_supported: { pl: 'Ta platforma nie pozwala zmieniać zgód przez API. Zmień zgodę ręcznie w panelu sklepu.', en: 'This platform lets nobody change consents by its API. Change the consent by hand in the panel of the shop.' },
  module_right_missing: {
    pl: 'Klucz API sklepu nie ma prawa zapisu klientów (w IdoSell: CRM, zapis). Dodaj je w panelu; tę zgodę zmień ręcznie.',
    en: 'The API key of the shop may not write clients (IdoSell: CRM, write). Add that right in the panel; change this consent by hand.',
  },
  permission_missing: { pl: 'Klucz API sklepu nie ma potrzebnego prawa. Dodaj je w panelu; tę zgodę zmień ręcznie.', en: 'The API key of the shop lacks a right. Add it in the panel; change this consent by hand.' },
  refused: { pl: 'Sklep odmówił zmiany zgody. Zmień ją ręcznie w panelu.', en: 'The shop refused to change the consent. Change it by hand in the panel.' },
  route_not_started: { pl: 'Trasa nie była jeszcze uruchomiona.', en: 'The route had not been started yet.' },
  integration_deleted: { pl: 'Integracja ze sklepem została usunięta.', en: 'The integration with the shop was deleted.' },
  credentials_rejected: { pl: 'Sklep odrzucił dane dostępowe. Uwierzytelnij integrację ponownie; tę zgodę zmień ręcznie.', en: 'The shop refused the credentials. Authenticate the integration again; change this consent by hand.' },
};

const OTHER: Localized = { pl: 'Nie udało się zapisać zgody w sklepie. Zmień ją ręcznie w panelu.', en: 'The consent could not be written to the shop. Change it by hand in the panel.' };

/** A failure that was kept with the call has texts of its own. */
function keptText(detail: unknown): Localized | null {
  const { text } = (detail ?? {}) as { readonly text?: { readonly pl?: unknown; readonly en?: unknown } };
  return typeof text?.pl === 'string' && typeof text.en === 'string' ? { pl: text.pl, en: text.en } : null;
}

/** Why a consent that was changed in SALESmanago is not in the shop. */
export function notWrittenText(reason: string, detail: unknown, language: Language): string {
  return (TEXTS[reason] ?? keptText(detail) ?? OTHER)[language];
}
