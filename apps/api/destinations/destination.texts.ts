import type { Localized } from '#libs/domain/words.js';

export const DESTINATION_TEXTS = {
  authenticated: { pl: 'Połączono z kontem odbiorcy. Dane dostępowe zapisano.', en: 'Connected to the account. The credentials are stored.' },
  saved: { pl: 'Ustawienia zapisane.', en: 'The settings are saved.' },
  paused: { pl: 'Odbiorca wstrzymany. Nic nowego nie jest wysyłane; wszystko czeka na wznowienie.', en: 'The destination is paused. Nothing new is sent; everything waits until it is resumed.' },
  resumed: { pl: 'Odbiorca wznowiony.', en: 'The destination goes on.' },
  resumedLater: { pl: 'Odbiorca wznowiony; wysyłka ruszy, gdy tylko Temporal odpowie.', en: 'The destination goes on as soon as Temporal answers.' },
  stopped: { pl: 'Odbiorca zatrzymany. Wszystko, co czekało, czeka dalej i nic nie przepadło.', en: 'The destination is stopped. Whatever waited goes on waiting, and nothing is lost.' },
  needsAuthentication: { pl: 'Konto odbiorcy nie przyjmuje już danych dostępowych. Wszystko czeka na ponowne uwierzytelnienie.', en: 'The account does not take the credentials any more. Everything waits until it is authenticated again.' },
  notAuthenticated: { pl: 'Odbiorca nie został jeszcze uwierzytelniony.', en: 'The destination has not been authenticated yet.' },
  deleted: { pl: 'Odbiorca został usunięty.', en: 'The destination was deleted.' },
} as const satisfies Record<string, Localized>;

/** Why exports go as slowly as they do. */
export function paceText(perMinute: number): Localized {
  return {
    pl: `Eksport zapisuje najwyżej ${perMinute.toLocaleString('pl')} kontaktów na minutę, żeby nie obciążać konta odbiorcy; zmiany bieżące go wyprzedzają. Tempo zmienisz w ustawieniach odbiorcy.`,
    en: `Exports write at most ${perMinute.toLocaleString('en')} contacts a minute, so that the account is not overloaded; live changes go ahead of them. The pace is a setting of the destination.`,
  };
}

export function deletedText(cancelled: number, unknown: number, routes: number): Localized {
  const gone = unknown === 0 ? { pl: '', en: '' } : { pl: ` Dostawy w toku, których wyniku już nie poznamy: ${unknown.toLocaleString('pl')}.`, en: ` Deliveries under way whose outcome will not be known: ${unknown.toLocaleString('en')}.` };
  return {
    pl: `Odbiorca usunięty. Anulowane dostawy: ${cancelled.toLocaleString('pl')}, wyłączone trasy: ${routes.toLocaleString('pl')}.${gone.pl} To, co już dostarczono, zostaje u odbiorcy.`,
    en: `The destination is deleted. Deliveries cancelled: ${cancelled.toLocaleString('en')}, routes switched off: ${routes.toLocaleString('en')}.${gone.en} What was delivered stays at the destination.`,
  };
}
