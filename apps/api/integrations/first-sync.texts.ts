import type { Language, Localized } from '#libs/domain/words.js';
import { INTEGRATION_TEXTS } from './integration.texts.js';

/** What a large read costs, as far as it is known. */
export type Cost = {
  readonly streams: readonly { readonly requests: number | null }[];
  readonly requests: number | null;
  readonly requestsPerMonth: number | null;
  readonly usedThisMonth: number | null;
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
const following: Sentence = ({ requestsPerMonth }) =>
  said(requestsPerMonth, (pl, en) => ({
    pl: `Późniejsze śledzenie zmian: około ${pl} na miesiąc, plus to, co się zmieni.`,
    en: `Following changes afterwards: about ${en} a month, plus whatever changes.`,
  }));
const used: Sentence = ({ usedThisMonth }) =>
  said(usedThisMonth, (pl, en) => ({ pl: `W tym miesiącu to konto dostało od nas zapytań: ${pl}.`, en: `Requests we have sent to this account this month: ${en}.` }));

function inWords(first: Localized, sentences: readonly Sentence[], cost: Cost, language: Language): string {
  return [first, ...sentences.map((sentence) => sentence(cost))].flatMap((text) => (text === null ? [] : [text[language]])).join(' ');
}

/** The confirmation window in words: what is read, what that costs in requests, and what following costs. */
export const firstSyncText = (cost: Cost, language: Language): string => inWords(INTEGRATION_TEXTS.estimate, [reading, following, used], cost, language);

/** A reread changes nothing about following. */
export const rereadText = (cost: Cost, language: Language): string => inWords(INTEGRATION_TEXTS.rereadCost, [reading, used], cost, language);
