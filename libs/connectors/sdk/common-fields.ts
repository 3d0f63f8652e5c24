import { z } from 'zod';
import type { Localized } from '#libs/domain/words.js';
import { labels } from './labels.js';

type Named = { readonly title: Localized; readonly help: Localized };

/** An address that is normalised as it is read; null of `normalise` refuses it. `example` is shown when it is refused. */
export function addressField(normalise: (text: string) => string | null, { title, help, example }: Named & { readonly example: Localized }): z.ZodType<string> {
  return z
    .string()
    .trim()
    .min(4)
    .max(500)
    .refine((text) => normalise(text) !== null, {
      message: `${example.en}; no user, password or other scheme in it.`,
      params: { code: 'address_not_allowed', pl: `${example.pl}, bez użytkownika, hasła i innego protokołu.` },
    })
    .overwrite((text) => normalise(text) ?? text)
    .meta(labels(title, help));
}

/** Key of a custom field of the workspace. */
export const fieldKey = z.string().min(1).max(64);

/** The numeric field every shop integration fills. */
export const idField = fieldKey.meta(
  labels({ pl: 'Pole z numerem klienta', en: 'Field for the customer id' }, { pl: 'Klucz pola własnego typu liczbowego; każda integracja potrzebuje osobnego.', en: 'Key of a numeric custom field; each integration needs one of its own.' }),
);

/** The date field of shops that tell when somebody bought last. */
export const lastOrderField = fieldKey.meta(
  labels({ pl: 'Pole z datą ostatniego zamówienia', en: 'Field for the date of the last order' }, { pl: 'Klucz pola własnego typu data; może być wspólne, wygrywa najpóźniejsza data.', en: 'Key of a date custom field; it may be shared, the latest date wins.' }),
);

/** The text field shops with orders from Allegro fill. */
export const allegroLoginField = fieldKey
  .optional()
  .meta(labels({ pl: 'Pole z loginem Allegro', en: 'Field for the Allegro login' }, { pl: 'Klucz pola własnego typu tekstowego; może być wspólne z innymi integracjami.', en: 'Key of a text custom field; it may be shared with other integrations.' }));
