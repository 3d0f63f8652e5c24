import type { Language, Localized } from '#libs/domain/words.js';
import type { JournalCost } from './first-sync.service.js';
import { INTEGRATION_TEXTS } from './integration.texts.js';

/** What a large read costs, as far as it is known. */
export type Cost = {
  readonly streams: readonly { readonly requests: number | null }[];
  readonly requests: number | null;
  readonly requestsPerMonth: number | null;
  readonly usedThisMonth: number | null;
  readonly journal: JournalCost | null;
};

type Sentence = (cost: Cost) => Localized | null;

const shown = (count: number, language: Language): string => count.toLocaleString(language);

const said = (count: number | null, text: (pl: string, en: string) => Localized): Localized | null =>
  count === null ? null : text(shown(count, 'pl'), shown(count, 'en'));

/** A stream that cannot be counted makes the sum a floor. */
const reading: Sentence = ({ requests, streams }) =>
  streams.some((stream) => stream.requests === null)
    ? said(requests, (pl, en) => ({ pl: `Zapytania do platformy: co najmniej ${pl}.`, en: `Requests to the platform: at least ${en}.` }))
    : said(requests, (pl, en) => ({ pl: `Zapytania do platformy: około ${pl}.`, en: `Requests to the platform: about ${en}.` }));
const WHATEVER: Localized = { pl: 'plus to, co się zmieni', en: 'plus whatever changes' };
const ONE_EACH: Localized = { pl: 'plus jedno za każde zmienione zamówienie', en: 'plus one for each order that changes' };
const following: Sentence = ({ requestsPerMonth, journal }) =>
  said(requestsPerMonth, (pl, en) => {
    if (journal === null) return { pl: `Późniejsze śledzenie zmian: około ${pl} na miesiąc, ${WHATEVER.pl}.`, en: `Following changes afterwards: about ${en} a month, ${WHATEVER.en}.` };
    const more = journal.recordsEach === 1 ? ONE_EACH : WHATEVER;
    return {
      pl: `Zmiany są śledzone w dzienniku platformy, co ${String(journal.pollSeconds)} s: około ${pl} zapytań na miesiąc, ${more.pl}.`,
      en: `Changes are followed by the journal of the platform, every ${String(journal.pollSeconds)} s: about ${en} requests a month, ${more.en}.`,
    };
  });
/** Asked for while a person decides, so the formula is named; a number only where stored orders tell one. */
function lookingUp({ journal }: Cost): Localized | null {
  const lookUps = journal?.lookUps ?? null;
  if (lookUps === null) return null;
  const each = String(lookUps.requestsEach);
  const most = said(lookUps.atMost, (pl, en) => ({ pl: ` Zamówienia z ostatnich 30 dni wymagałyby najwyżej ${pl} takich pytań o numer.`, en: ` The orders of the last 30 days would have taken at most ${en} such look-ups.` }));
  return {
    pl: `E-mail po numerze telefonu: ${each} + n zapytań za każde pytanie o numer, gdzie n to znalezione zamówienia, których jeszcze nie zapisano.${most?.pl ?? ''}`,
    en: `E-mail by phone number: ${each} + n requests for each look-up, n being the orders found that are not stored yet.${most?.en ?? ''}`,
  };
}
const used: Sentence = ({ usedThisMonth }) =>
  said(usedThisMonth, (pl, en) => ({ pl: `W tym miesiącu to konto dostało od nas zapytań: ${pl}.`, en: `Requests we have sent to this account this month: ${en}.` }));

function inWords(first: Localized, sentences: readonly Sentence[], cost: Cost, language: Language): string {
  return [first, ...sentences.map((sentence) => sentence(cost))].flatMap((text) => (text === null ? [] : [text[language]])).join(' ');
}

/** The confirmation window in words: what is read, what that costs in requests, and what following costs. */
export const firstSyncText = (cost: Cost, language: Language): string => inWords(INTEGRATION_TEXTS.estimate, [reading, following, lookingUp, used], cost, language);

/** A reread changes nothing about following. */
export const rereadText = (cost: Cost, language: Language): string => inWords(INTEGRATION_TEXTS.rereadCost, [reading, used], cost, language);
