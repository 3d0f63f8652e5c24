import { cleanText } from '#libs/domain/text.js';

export type PersonName = { readonly firstName: string | null; readonly lastName: string | null; readonly company: string | null };

const NOBODY: PersonName = { firstName: null, lastName: null, company: null };

/** Words a surname may begin with; a first name never does. */
const PARTICLES: ReadonlySet<string> = new Set(['van', 'von', 'vom', 'zu', 'zur', 'de', 'del', 'della', 'der', 'den', 'des', 'di', 'da', 'do', 'dos', 'du', 'la', 'le', 'ten', 'ter', 'af', 'el', 'al', 'bin', 'ibn', 'ben']);

/** Legal forms and words people do not bear: a firm stands where a name should be. */
const FIRM =
  /(?:^|[\s,])(?:sp\.?\s*z\s*o\.?\s*o\.?|sp\.?\s*[jkp]\.|s\.\s*[ac]\.|s\.?\s*k\.?\s*a\.|p\.?\s*h\.?\s*u\.?|f\.?\s*h\.?\s*u\.?|p\.?\s*p\.?\s*h\.?\s*u?\.?|gmbh|ltd\.?|llc|inc\.?|s\.?r\.?o\.?|spółka|firma|przedsiębiorstwo|hurtownia|fundacja|stowarzyszenie|sklep|biuro)(?=$|[\s,"„])/iu;
const SPACED_HYPHEN = /\s+[-–]\s+/gu;

/**
 * A name that comes in one field, as a person would split it: the last word is the surname, with its particles ("van der Berg");
 * both halves of a double surname stay together. One word alone is taken for a first name, because a wrong surname would speak
 * against other orders of the same person. `company`: the firm named beside it.
 */
export function splitName(fullName: unknown, company: string | null): PersonName {
  const text = cleanText(fullName)?.replaceAll(SPACED_HYPHEN, '-') ?? null;
  if (text === null) return { ...NOBODY, company };
  if (FIRM.test(text) || text.toLowerCase() === company?.toLowerCase()) return { ...NOBODY, company: company ?? text };
  const words = text.split(' ');
  const particle = words.findIndex((word, index) => index > 0 && index < words.length - 1 && PARTICLES.has(word.toLowerCase()));
  const surname = particle > 0 ? particle : words.length - 1;
  if (surname === 0) return { firstName: text, lastName: null, company };
  return { firstName: words.slice(0, surname).join(' '), lastName: words.slice(surname).join(' '), company };
}
