import type { JoiningType, PROPOSING_TYPES } from '#libs/domain/identity-keys.js';
import type { Language, Localized } from '#libs/domain/words.js';

const RULES: Record<JoiningType | (typeof PROPOSING_TYPES)[number] | 'decision', Localized> = {
  shop_id: { pl: 'Ten sam numer klienta w sklepie', en: 'The same customer number in the shop' },
  email: { pl: 'Ten sam adres e-mail', en: 'The same e-mail address' },
  allegro_address: { pl: 'Ten sam adres bazowy Allegro (przed „+”)', en: 'The same Allegro base address (before "+")' },
  returned: { pl: 'Ten sam numer klienta w sklepie, po usunięciu danych tej osoby', en: 'The same customer number in the shop, after the person was erased' },
  allegro_buyer: { pl: 'To samo konto kupującego Allegro', en: 'The same Allegro buyer account' },
  allegro_login: { pl: 'Ten sam login Allegro', en: 'The same Allegro login' },
  person_phone: { pl: 'Ten sam telefon i nazwisko', en: 'The same phone and surname' },
  decision: { pl: 'Zdecydował człowiek', en: 'A person decided so' },
};

/** Why records with such a key belong to one person, or perhaps do. */
export function ruleText(type: string, language: Language): string {
  const rules: Partial<Record<string, Localized>> = RULES;
  return rules[type]?.[language] ?? type;
}
