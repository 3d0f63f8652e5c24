import type { ExportCounts } from '#libs/delivery/export/export-row.js';
import type { RouteOptions } from '#libs/domain/relay/route-options.js';
import type { Language, Localized } from '#libs/domain/words.js';

export const EXPORT_TEXTS = {
  counting: { pl: 'Eksport jest liczony. Niczego jeszcze nie wysłano: zacznie się dopiero po potwierdzeniu.', en: 'The export is being counted. Nothing is sent yet: it begins only when it is confirmed.' },
  confirmed: { pl: 'Eksport potwierdzony i rozpoczęty.', en: 'The export is confirmed and has begun.' },
  paused: { pl: 'Eksport wstrzymany. Zmiany bieżące są nadal przekazywane.', en: 'The export is paused. Live changes are still delivered.' },
  resumed: { pl: 'Eksport wznowiony.', en: 'The export goes on.' },
  cancelled: { pl: 'Eksport anulowany. To, co już przekazano do wysłania, zostanie wysłane.', en: 'The export is cancelled. What it has handed over already is still sent.' },
} as const satisfies Record<string, Localized>;

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

const total = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((sum, count) => sum + count, 0);
const listed = (counts: Readonly<Record<string, number>>, language: Language): string => Object.entries(counts).sort(([, a], [, b]) => b - a).map(([name, count]) => `${name} ${shown(count, language)}`).join(', ');

function contactsText(where: string, counts: ExportCounts | null): Localized {
  const { accounts, withoutAccount, subscribers } = counts?.contacts ?? { accounts: null, withoutAccount: null, subscribers: null };
  const all = counts === null ? null : total(counts.contacts);
  return {
    pl: `Kontakty: ${shown(all, 'pl')} (${where}), w tym posiadacze kont: ${shown(accounts, 'pl')}, kupujący bez konta: ${shown(withoutAccount, 'pl')}, subskrybenci bez konta: ${shown(subscribers, 'pl')}. Po cichu: bez uruchamiania automatyzacji i bez maili z prośbą o potwierdzenie.`,
    en: `Contacts: ${shown(all, 'en')} (${where}), of them account holders: ${shown(accounts, 'en')}, buyers without an account: ${shown(withoutAccount, 'en')}, subscribers without an account: ${shown(subscribers, 'en')}. Silently: no automation is started and no confirmation mail is sent.`,
  };
}

function historyText(since: string | null, counts: ExportCounts | null): Localized {
  const events = counts?.events ?? {};
  if (since === null && total(events) === 0) return { pl: 'Zdarzenia z przeszłości: żadne.', en: 'Events of the past: none.' };
  const from = since === null ? { pl: 'od uruchomienia trasy', en: 'since the start of the route' } : { pl: `od ${since}`, en: `since ${since}` };
  return {
    pl: `Zdarzenia z zamówień ${from.pl}: ${shown(counts === null ? null : total(events), 'pl')}${total(events) === 0 ? '' : ` (${listed(events, 'pl')})`}.`,
    en: `Events of orders ${from.en}: ${shown(counts === null ? null : total(events), 'en')}${total(events) === 0 ? '' : ` (${listed(events, 'en')})`}.`,
  };
}

function consentsText(counts: ExportCounts | null): Localized {
  const consents = counts?.consents ?? {};
  if (total(consents) === 0) return { pl: 'Zgody: eksport nikogo nie zapisuje ani nie wypisuje.', en: 'Consents: the export subscribes and unsubscribes nobody.' };
  return {
    pl: `Zgody ze sklepu (${listed(consents, 'pl')}): przenoszone tylko tam, gdzie nic u odbiorcy temu nie przeczy; nikt, kto się wypisał, nie jest zapisywany z powrotem.`,
    en: `Consents of the shop (${listed(consents, 'en')}): carried over only where nothing at the destination speaks against it; nobody who has opted out is brought back.`,
  };
}

/** What an export will write where, line by line. */
export function writesOf(place: Place, options: RouteOptions, counts: ExportCounts | null, since: string | null, language: Language): Line[] {
  const where = place.address === null ? place.name : `${place.name}, ${place.address}`;
  const lines: [string, Localized][] = [
    ['contacts', contactsText(where, counts)],
    ['tags', tagsText(options)],
    ['events', historyText(since, counts)],
    ['consents', consentsText(counts)],
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
