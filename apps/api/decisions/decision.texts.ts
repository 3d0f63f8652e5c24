import type { DecisionKind } from '#libs/desk/decision.js';
import type { Language, Localized } from '#libs/domain/words.js';

/** What a decision did. */
const DONE = {
  merge: { pl: 'Dwie karty uznano za jedną osobę i scalono.', en: 'Two cards were taken for one person and merged.' },
  split: { pl: 'Kartę podzielono: były na niej dwie osoby.', en: 'The card was split: two people were on it.' },
  refuse: { pl: 'Propozycję odrzucono: to dwie różne osoby.', en: 'The proposal was refused: these are two people.' },
} as const satisfies Record<DecisionKind, Localized>;

const UNDONE = {
  merge: { pl: 'Scalenie cofnięto: karty są znowu osobne.', en: 'The merge is undone: the cards are apart again.' },
  split: { pl: 'Podział cofnięto: to znowu jedna karta.', en: 'The split is undone: it is one card again.' },
  refuse: { pl: 'Odrzucenie cofnięto: propozycja może wrócić na listę.', en: 'The refusal is undone: the proposal may be listed again.' },
} as const satisfies Record<DecisionKind, Localized>;

const UNDONE_STILL_ONE: Localized = {
  pl: 'Scalenie cofnięto, ale karta pozostaje jedna: rekordy mają już wspólny klucz. Jeżeli to dwie osoby, podziel kartę.',
  en: 'The merge is undone, but the card stays one: the records share a key by now. If these are two people, split the card.',
};
const UNDONE_STILL_APART: Localized = {
  pl: 'Podział cofnięto, ale karty pozostają osobne: rekordy nie mają już wspólnego klucza. Jeżeli to jedna osoba, scal karty.',
  en: 'The split is undone, but the cards stay apart: the records share no key any more. If this is one person, merge the cards.',
};

export const decisionText = (kind: DecisionKind, language: Language): string => DONE[kind][language];

/** `cards`: how many there are now. */
export function undoneText(kind: DecisionKind, cards: number, language: Language): string {
  const text = kind === 'merge' && cards === 1 ? UNDONE_STILL_ONE : kind === 'split' && cards > 1 ? UNDONE_STILL_APART : UNDONE[kind];
  return text[language];
}

export const PREVIEW_TEXT: Localized = { pl: 'Podgląd podziału: nic nie zmieniono.', en: 'A preview of the split: nothing was changed.' };
