import type { RouteOptions } from '#libs/domain/relay/route-options.js';
import type { Language, Localized } from '#libs/domain/words.js';

export const EXPORT_TEXTS = {
  counting: { pl: 'Eksport jest liczony. Niczego jeszcze nie wysłano: zacznie się dopiero po potwierdzeniu.', en: 'The export is being counted. Nothing is sent yet: it begins only when it is confirmed.' },
  confirmed: { pl: 'Eksport potwierdzony i rozpoczęty.', en: 'The export is confirmed and has begun.' },
  paused: { pl: 'Eksport wstrzymany. Zmiany bieżące są nadal przekazywane.', en: 'The export is paused. Live changes are still delivered.' },
  resumed: { pl: 'Eksport wznowiony.', en: 'The export goes on.' },
  cancelled: { pl: 'Eksport anulowany. To, co już przekazano do wysłania, zostanie wysłane.', en: 'The export is cancelled. What it has handed over already is still sent.' },
} as const satisfies Record<string, Localized>;

/** What is counted, as far as it is known. */
export type Counted = { readonly contacts: number | null; readonly events: number | null };
type Place = { readonly name: string; readonly address: string | null };
type Line = { readonly code: string; readonly message: string };

const shown = (count: number | null, language: Language): string => (count === null ? '?' : count.toLocaleString(language));

function tagsText({ accountTag, subscriberTag, commonTag, leaveOut }: RouteOptions): Localized {
  const common = commonTag === null ? { pl: '', en: '' } : { pl: `, „${commonTag}” na każdym kontakcie`, en: `, "${commonTag}" on every contact` };
  const categories = leaveOut.includes('categoryTags') ? { pl: '', en: '' } : { pl: ', kategorie kupionych towarów', en: ', categories of the goods bought' };
  return {
    pl: `Tagi: „${accountTag}” posiadaczom kont, „${subscriberTag}” subskrybentom bez konta${common.pl}${categories.pl}.`,
    en: `Tags: "${accountTag}" for account holders, "${subscriberTag}" for subscribers without an account${common.en}${categories.en}.`,
  };
}

function historyText(since: string | null, events: number | null): Localized {
  if (since === null) return { pl: 'Zdarzenia z przeszłości: żadne.', en: 'Events of the past: none.' };
  return { pl: `Zdarzenia z zamówień od ${since}: ${shown(events, 'pl')}.`, en: `Events of orders since ${since}: ${shown(events, 'en')}.` };
}

/** What an export will write where, line by line. */
export function writesOf(place: Place, options: RouteOptions, counted: Counted, since: string | null, language: Language): Line[] {
  const where = place.address === null ? place.name : `${place.name}, ${place.address}`;
  const lines: [string, Localized][] = [
    ['contacts', {
      pl: `Kontakty: ${shown(counted.contacts, 'pl')} (${where}), po cichu: bez uruchamiania automatyzacji i bez maili z prośbą o potwierdzenie.`,
      en: `Contacts: ${shown(counted.contacts, 'en')} (${where}), silently: no automation is started and no confirmation mail is sent.`,
    }],
    ['tags', tagsText(options)],
    ['events', historyText(since, counted.events)],
    ['consents', { pl: 'Zgody: eksport nikogo nie zapisuje ani nie wypisuje.', en: 'Consents: the export subscribes and unsubscribes nobody.' }],
  ];
  if (options.leaveOut.length > 0) lines.push(['left_out', { pl: `Nieprzekazywane: ${options.leaveOut.join(', ')}.`, en: `Left out: ${options.leaveOut.join(', ')}.` }]);
  return lines.map(([code, text]) => ({ code, message: text[language] }));
}

/** Contacts can be written silently; calls of events cannot. */
export function notSilenceable(events: number | null): Localized {
  return {
    pl: `Zdarzeń nie da się wysłać po cichu: każde z nich (${shown(events, 'pl')}) może uruchomić automatyzację u odbiorcy, na przykład mail po zakupie sprzed lat.`,
    en: `Events cannot be sent silently: each of them (${shown(events, 'en')}) may start an automation at the destination, such as a mail after a purchase made years ago.`,
  };
}
