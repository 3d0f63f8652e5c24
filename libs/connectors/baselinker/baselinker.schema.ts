import { z } from 'zod';
import { normaliseOrigin } from '../sdk/address-text.js';
import { addressField, allegroLoginField } from '../sdk/common-fields.js';
import { labels } from '../sdk/labels.js';

/** One address serves every account (sheet section 1). */
export const ENDPOINT = 'https://api.baselinker.com';

/** Requests a minute the platform documents (sheet section 2, rate limit). */
export const DOCUMENTED_LIMIT = 100;

export const credentialsSchema = z.object({
  token: z
    .string()
    .trim()
    .refine((token) => /^[\x21-\x7e]{1,200}$/u.test(token), {
      message: 'A token has 1 to 200 characters and no blanks; copy it whole.',
      params: { pl: 'Token ma od 1 do 200 znaków i nie zawiera odstępów; skopiuj go w całości.' },
    })
    .meta(
      labels(
        { pl: 'Token API', en: 'API token' },
        { pl: 'W panelu BaseLinkera: nazwa użytkownika → Moje konto → API; skopiuj token albo utwórz nowy.', en: 'In the BaseLinker panel: your user name → My account → API; copy the token or create a new one.' },
        { secret: true },
      ),
    ),
  endpoint: addressField(normaliseOrigin, {
    title: { pl: 'Adres API', en: 'API address' },
    help: { pl: `Zostaw puste. Inny adres niż ${ENDPOINT} ma tylko konto próbne.`, en: `Leave it empty. Only a simulated account has another address than ${ENDPOINT}.` },
    example: { pl: `Adres taki jak ${ENDPOINT}`, en: `An address such as ${ENDPOINT}` },
  }).default(ENDPOINT),
});

/** `endpoint` is an origin: https, except on this machine. */
export type BaseLinkerCredentials = z.infer<typeof credentialsSchema>;

export const settingsSchema = z.object({
  allegroLoginField,
  pollSeconds: z
    .int()
    .min(10)
    .max(3_600)
    .default(60)
    .meta(labels({ pl: 'Odstęp odczytów dziennika, w sekundach', en: 'Time between looks at the journal, in seconds' }, { pl: 'Od 10 do 3600. Każdy odczyt to jedno zapytanie z limitu konta.', en: '10 to 3600. Each look is one request of the limit of the account.' })),
  rereadDays: z
    .int()
    .min(0)
    .max(30)
    .default(3)
    .meta(labels({ pl: 'Dni zamówień czytanych ponownie', en: 'Days of orders read again' }, { pl: 'Ile dni zamówień jest czytanych ponownie raz dziennie oraz po przerwie w dzienniku; 0 wyłącza.', en: 'How many days of orders are read again once a day and behind a gap in the journal; 0 switches it off.' })),
  requestsPerMinute: z
    .int()
    .min(10)
    .max(6_000)
    .default(DOCUMENTED_LIMIT)
    .meta(labels({ pl: 'Limit zapytań na minutę', en: 'Limit of requests a minute' }, { pl: 'Zmniejsz, gdy z tego samego konta korzystają inne programy: wszystkie dzielą 100 zapytań na minutę. Używamy 80% tej wartości; więcej niż 100 działa tylko z kontem próbnym.', en: 'Lower it when other programs use the same account: all share 100 requests a minute. 80% of this value is used; more than 100 works with a simulated account only.' })),
});

export type BaseLinkerSettings = z.infer<typeof settingsSchema>;

/** Settings of an account whose settings have not been saved yet. */
export function withDefaults(settings: Partial<BaseLinkerSettings> | null): BaseLinkerSettings {
  return settingsSchema.parse({ ...settings });
}
