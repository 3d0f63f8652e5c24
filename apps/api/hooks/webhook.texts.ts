import type { Localized } from '#libs/domain/words.js';
import type { Silence } from '#libs/hooks/watch.js';

/** A moment as people read it: `2026-03-01 12:00 UTC`. */
export function shownTime(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

export const WEBHOOK_TEXTS = {
  off: { pl: 'Webhooki nie są włączone: nikt jeszcze nie pobrał adresu. Zmiany przychodzą z odpytywaniem.', en: 'Webhooks are not set up: nobody has asked for the address yet. Changes come with polling.' },
  waiting: { pl: 'Czekamy na pierwszy webhook.', en: 'Waiting for the first webhook.' },
  stopped: { pl: 'Integracja jest zatrzymana i nie przyjmuje webhooków.', en: 'The integration is stopped and takes no webhooks.' },
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

export function silentText({ since, renewed, missed }: Silence): Localized {
  const [at, found] = [shownTime(since), String(missed)];
  return renewed
    ? {
        pl: `Od zmiany adresu (${at}) nie przyszedł żaden webhook, a odpytywanie znalazło zmiany w sklepie (${found}). Wpisz nowy adres w panelu sklepu i sprawdź, czy webhooki są włączone, a zdarzenia zaznaczone.`,
        en: `No webhook has come since the address was changed (${at}), although polling has found changes in the shop (${found}). Put the new address into the panel of the shop, and check whether the webhooks are switched off or an event is not ticked.`,
      }
    : {
        pl: `Webhooki milczą od ${at}, a odpytywanie znalazło od tego czasu zmiany w sklepie (${found}). Sprawdź w panelu sklepu, czy webhooki nie są wyłączone albo któreś zdarzenie nie jest odznaczone.`,
        en: `Webhooks have been silent since ${at}, although polling has found changes in the shop since (${found}). Check in the panel of the shop whether the webhooks are switched off or an event is not ticked.`,
      };
}

export function lateText(stopped: boolean, lastLateAt: Date): Localized {
  const at = shownTime(lastLateAt);
  return stopped
    ? { pl: `Webhooki nadal przychodzą (ostatni: ${at}), choć integracja jest zatrzymana: usuń je w sklepie.`, en: `Webhooks still arrive (last: ${at}) although the integration is stopped: remove them in the shop.` }
    : { pl: `Webhooki już przychodzą (ostatni: ${at}), ale integracja jeszcze nie działa i ich nie przyjmuje: uruchom ją.`, en: `Webhooks arrive already (last: ${at}), but the integration is not running and does not take them: start it.` };
}

const asClause = (sentence: string): string => sentence.replace(/\.$/u, '');

/** Added to the answers of stop and delete: one sentence with the place and the time. */
export function reminderText(removal: Localized, lastAt: Date | null): Localized {
  const [pl, en] = [asClause(removal.pl), asClause(removal.en)];
  return lastAt === null
    ? { pl: `${pl}, jeżeli już tam są (żaden jeszcze nie przyszedł).`, en: `${en}, if there are any yet (none has come so far).` }
    : { pl: `${pl} (ostatni przyszedł ${shownTime(lastAt)}).`, en: `${en} (the last one came ${shownTime(lastAt)}).` };
}
