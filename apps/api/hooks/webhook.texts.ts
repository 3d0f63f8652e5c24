import type { Localized } from '#libs/domain/words.js';

/** A moment as people read it: `2026-03-01 12:00 UTC`. */
export function shownTime(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

export const WEBHOOK_TEXTS = {
  off: { pl: 'Webhooki nie są włączone: nikt jeszcze nie pobrał adresu. Zmiany przychodzą z odpytywaniem.', en: 'Webhooks are not set up: nobody has asked for the address yet. Changes come with polling.' },
  waiting: { pl: 'Czekamy na pierwszy webhook.', en: 'Waiting for the first webhook.' },
  stopped: { pl: 'Integracja jest zatrzymana i nie przyjmuje webhooków. Usuń je w sklepie.', en: 'The integration is stopped and takes no webhooks. Remove them in the shop.' },
  renewed: { pl: 'Jest nowy adres. Poprzedni już nie działa: wpisz nowy w panelu sklepu.', en: 'There is a new address. The one before has stopped working: put the new one into the panel of the shop.' },
} as const satisfies Record<string, Localized>;

/** Something arrives, but nothing that says which record has changed. */
export function uselessText(count: number): Localized {
  return {
    pl: `Czekamy na pierwszy webhook o kliencie lub zamówieniu. W ostatnich 7 dniach przyszły inne (${String(count)}): sprawdź w panelu sklepu zaznaczone zdarzenia i format.`,
    en: `Waiting for the first webhook about a customer or an order. Others came in the last 7 days (${String(count)}): check the ticked events and the format in the panel of the shop.`,
  };
}

export function receivingText(firstAt: Date, lastAt: Date): Localized {
  return { pl: `Pierwszy webhook: ${shownTime(firstAt)}, ostatni: ${shownTime(lastAt)}.`, en: `First webhook: ${shownTime(firstAt)}, last: ${shownTime(lastAt)}.` };
}

export function silentText(lastAt: Date, missed: number): Localized {
  return {
    pl: `Webhooki milczą od ${shownTime(lastAt)}, a odpytywanie znalazło od tego czasu zmiany w sklepie (${String(missed)}). Sprawdź w panelu sklepu, czy webhooki są włączone.`,
    en: `Webhooks have been silent since ${shownTime(lastAt)}, although polling has found changes in the shop since (${String(missed)}). Check in the panel of the shop whether the webhooks are switched on.`,
  };
}

export function lateText(stopped: boolean, lastLateAt: Date): Localized {
  const at = shownTime(lastLateAt);
  return stopped
    ? { pl: `Webhooki nadal przychodzą (ostatni: ${at}), choć integracja jest zatrzymana: usuń je w sklepie.`, en: `Deliveries still arrive (last: ${at}) although the integration is stopped: remove the webhooks in the shop.` }
    : { pl: `Webhooki już przychodzą (ostatni: ${at}), ale integracja jeszcze nie działa i ich nie przyjmuje: uruchom ją.`, en: `Deliveries arrive already (last: ${at}), but the integration is not running and does not take them: start it.` };
}

/** Added to the answers of stop and delete. */
export function reminderText(removal: Localized, lastAt: Date | null): Localized {
  return lastAt === null
    ? { pl: `Jeżeli dodano już webhooki w sklepie, usuń je. ${removal.pl}`, en: `If webhooks were added in the shop already, remove them. ${removal.en}` }
    : { pl: `Usuń webhooki w sklepie (ostatni przyszedł ${shownTime(lastAt)}). ${removal.pl}`, en: `Remove the webhooks in the shop (the last one came ${shownTime(lastAt)}). ${removal.en}` };
}
