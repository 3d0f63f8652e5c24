import type { Localized } from '#libs/domain/words.js';

/** What to do with one link, or why there is none. */
export const LINK_NOTES = {
  known: {
    pl: 'Otwórz, będąc zalogowanym do panelu sklepu. Jeżeli prowadzi gdzie indziej, popraw w ustawieniach wzór albo adres panelu.',
    en: 'Open it while logged in to the panel of the shop. If it leads elsewhere, correct the template or the address of the panel in the settings.',
  },
  supposed: {
    pl: 'Postać tego odnośnika nie jest potwierdzona. Otwórz go, będąc zalogowanym do panelu sklepu. Jeżeli prowadzi gdzie indziej, popraw w ustawieniach wzór albo adres panelu.',
    en: 'The form of this link is not confirmed. Open it while logged in to the panel of the shop. If it leads elsewhere, correct the template or the address of the panel in the settings.',
  },
  own: {
    pl: 'Odnośnik według własnego wzoru. Otwórz go, będąc zalogowanym do panelu sklepu. Jeżeli prowadzi gdzie indziej, popraw w ustawieniach wzór albo adres panelu.',
    en: 'A link by a template of your own. Open it while logged in to the panel of the shop. If it leads elsewhere, correct the template or the address of the panel in the settings.',
  },
  noCredentials: { pl: 'Najpierw uwierzytelnij integrację.', en: 'Authenticate the integration first.' },
  noSettings: { pl: 'Najpierw zapisz ustawienia integracji.', en: 'Save the settings of the integration first.' },
  noLink: {
    pl: 'Z obecnych ustawień nie da się zbudować tego odnośnika. Uzupełnij w nich adres panelu albo wzór.',
    en: 'This link cannot be built from the settings. Complete the address of the panel or the template there.',
  },
} as const satisfies Record<string, Localized>;

export const LINK_MESSAGES = {
  saved: { pl: 'Odnośniki według zapisanych ustawień.', en: 'Links by the saved settings.' },
  tried: { pl: 'Odnośniki według podanych wzorów. Niczego nie zapisano.', en: 'Links by the templates given. Nothing was saved.' },
  nothing: {
    pl: 'Nie ma jeszcze zapisanych klientów ani zamówień. Podaj ich numery ze sklepu: customerId, orderId.',
    en: 'No customers or orders are stored yet. Give their ids in the shop: customerId, orderId.',
  },
} as const satisfies Record<string, Localized>;
