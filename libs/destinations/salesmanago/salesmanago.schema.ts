import { z } from 'zod';
import { addressField } from '#libs/connectors/sdk/common-fields.js';
import { labels } from '#libs/connectors/sdk/labels.js';
import { refuseAddress } from './email-address.js';
import { normaliseEndpoint } from './endpoint-text.js';

/** Official host of API v3 (sheet section 1). */
export const V3_ENDPOINT = 'https://api.salesmanago.com';

/** Texts that go into a signature or a header: visible ASCII. */
const token = (least: number): z.ZodString => z.string().trim().min(least).max(500).regex(/^[\x21-\x7e]+$/u, 'No blanks in it.');

export const credentialsSchema = z.object({
  endpoint: addressField(normaliseEndpoint, {
    title: { pl: 'Endpoint', en: 'Endpoint' },
    help: { pl: 'Serwer konta, na przykład app3.salesmanago.pl: Centrum integracji → API → API v2, pole „Endpoint”.', en: 'Server of the account, such as app3.salesmanago.pl: Integration Center → API → API v2, field "Endpoint".' },
    example: { pl: 'Podaj serwer konta, na przykład app3.salesmanago.pl', en: 'Server of the account, such as app3.salesmanago.pl' },
  }),
  clientId: token(4).meta(labels({ pl: 'Client ID', en: 'Client ID' }, { pl: 'Centrum integracji → API → API v2, pole „Client ID”.', en: 'Integration Center → API → API v2, field "Client ID".' })),
  apiSecret: token(4).meta(labels({ pl: 'API Secret', en: 'API Secret' }, { pl: 'Centrum integracji → API → API v2, pole „API Secret”.', en: 'Integration Center → API → API v2, field "API Secret".' }, { secret: true })),
  owner: z
    .string()
    .trim()
    .refine((text) => refuseAddress(text) === null, { message: 'E-mail address of a user of the account.', params: { pl: 'Adres e-mail użytkownika konta.' } })
    .meta(labels({ pl: 'E-mail właściciela kontaktów', en: 'E-mail of the contact owner' }, { pl: 'Adres, którym loguje się użytkownik SALESmanago; nowe kontakty będą należeć do niego.', en: 'Address a SALESmanago user logs in with; new contacts will belong to that user.' })),
  apiKey: token(4)
    .optional()
    .meta(labels({ pl: 'Własny klucz podpisu (apiKey)', en: 'Own signing key (apiKey)' }, { pl: 'Dowolny tekst; SALESmanago go nie wydaje. Puste: usługa używa własnego, stałego dla tego Client ID.', en: 'Any text; SALESmanago does not issue it. Empty: the service uses one of its own, the same for ever for this Client ID.' }, { secret: true })),
  apiV3Key: token(4)
    .optional()
    .meta(labels({ pl: 'Klucz API v3', en: 'API v3 key' }, { pl: 'Nieobowiązkowy: pozwala pokazać listę katalogów produktów. Centrum integracji → API → API v3.', en: 'Optional: lets the service list product catalogs. Integration Center → API → API v3.' }, { secret: true })),
  // Beside the key and not among the settings: whoever may change where a key is sent could read it.
  v3Endpoint: addressField(normaliseEndpoint, {
    title: { pl: 'Serwer API v3', en: 'Server of API v3' },
    help: { pl: 'Zmień tylko wtedy, gdy panel pokazuje inny, na przykład https://api.manago.ai', en: 'Change it only when the panel shows another one, such as https://api.manago.ai' },
    example: { pl: 'Podaj serwer API v3, na przykład api.salesmanago.com', en: 'Server of API v3, such as api.salesmanago.com' },
  }).default(V3_ENDPOINT),
});

/** `endpoint` and `v3Endpoint` are normalised: scheme, host and folder, without a slash at the end. */
export type SalesManagoCredentials = z.infer<typeof credentialsSchema>;

/** Form of a LOCATION: at most 36 characters, no blanks (sheet section 5). */
export const LOCATION = /^[A-Za-z0-9/_.-]{1,36}$/u;

export const settingsSchema = z.object({
  contactsPerMinute: z
    .int()
    .min(1)
    .max(10_000)
    .default(120)
    .meta(labels({ pl: 'Kontaktów na minutę przy eksporcie', en: 'Contacts a minute in exports' }, {
      pl: 'SALESmanago nie podaje limitu; ich własny eksport z IdoSell jest celowo rozłożony na kilka do kilkunastu godzin. 120 to 7200 kontaktów na godzinę.',
      en: 'SALESmanago publishes no limit; their own export from IdoSell is spread over several to a dozen or more hours on purpose. 120 are 7,200 contacts an hour.',
    })),
  requestsPerMinute: z.int().min(1).max(3_000).default(120).meta(labels({ pl: 'Zapytań na minutę', en: 'Requests a minute' }, { pl: 'SALESmanago nie podaje limitu; 120 to dwa na sekundę, razem z odczytami kontrolnymi.', en: 'SALESmanago publishes no limit; 120 is two a second, reads that confirm writes included.' })),
  maxInFlight: z.int().min(1).max(8).default(2).meta(labels({ pl: 'Zapytania jednocześnie', en: 'Requests at once' }, { pl: 'Od 1 do 8.', en: '1 to 8.' })),
  quietSeconds: z.int().min(1).max(3_600).default(180).meta(labels({ pl: 'Odczekanie po niejasnym wyniku, w sekundach', en: 'Wait after an unclear outcome, in seconds' }, {
    pl: 'Gdy odpowiedź zaginie, usługa odczekuje tyle i sprawdza w SALESmanago, czy zapis dotarł, zanim wyśle cokolwiek ponownie.',
    en: 'When an answer is lost, the service waits this long and sees in SALESmanago whether the write arrived, before it sends anything again.',
  })),
  locations: z
    .array(z.string().trim().regex(LOCATION, 'At most 36 letters, digits and / _ - . without blanks.'))
    .max(100)
    .default([])
    .meta(labels({ pl: 'Lokalizacje e-sklepów (XML)', en: 'Locations of e-shops (XML)' }, {
      pl: 'Pole LOCATION każdego pliku produktowego XML, dokładnie jak w panelu. Katalogi produktów są wczytywane same, gdy jest klucz API v3.',
      en: 'The LOCATION of each XML product feed, exactly as in the panel. Product catalogs are read by themselves when there is an API v3 key.',
    })),
});

export type SalesManagoSettings = z.infer<typeof settingsSchema>;

/** Settings of an account whose settings have not been saved yet. */
export function withDefaults(settings: Partial<SalesManagoSettings> | null): SalesManagoSettings {
  return settingsSchema.parse(settings ?? {});
}
