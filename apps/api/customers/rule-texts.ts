import type { JoiningType } from '#libs/domain/identity-keys.js';
import type { Language, Localized } from '#libs/domain/words.js';

const RULES: Record<JoiningType, Localized> = {
  shop_id: { pl: 'Ten sam numer klienta w sklepie', en: 'The same customer number in the shop' },
  email: { pl: 'Ten sam adres e-mail', en: 'The same e-mail address' },
  allegro_address: { pl: 'Ten sam adres bazowy Allegro (przed „+”)', en: 'The same Allegro base address (before "+")' },
  returned: { pl: 'Ten sam numer klienta w sklepie, po usunięciu danych tej osoby', en: 'The same customer number in the shop, after the person was erased' },
  allegro_buyer: { pl: 'To samo konto kupującego Allegro', en: 'The same Allegro buyer account' },
};

/** Why records with such a key belong to one person. */
export function ruleText(type: string, language: Language): string {
  const rules: Partial<Record<string, Localized>> = RULES;
  return rules[type]?.[language] ?? type;
}
