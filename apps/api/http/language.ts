import type { Language, Localized } from '#libs/domain/words.js';

/** English unless Polish is asked for; the first of the two with the greatest weight wins. */
export function languageOf(acceptLanguage: string | undefined): Language {
  let best: { language: Language; weight: number } | null = null;
  for (const entry of (acceptLanguage ?? '').toLowerCase().split(',')) {
    const [tag = '', ...parameters] = entry.split(';').map((part) => part.trim());
    const language = tag.split('-')[0];
    if (language !== 'pl' && language !== 'en') continue;
    const quality = parameters.find((parameter) => parameter.startsWith('q='));
    const weight = quality === undefined ? 1 : Number(quality.slice(2)) || 0;
    if (weight > (best?.weight ?? 0)) best = { language, weight };
  }
  return best?.language ?? 'en';
}

export const say = (text: Localized, language: Language): string => text[language];
