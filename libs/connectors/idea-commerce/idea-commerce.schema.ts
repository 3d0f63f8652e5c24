import { z } from 'zod';
import { normaliseOrigin } from '../sdk/address-text.js';
import { addressField, allegroLoginField, idField, lastOrderField } from '../sdk/common-fields.js';
import { labels } from '../sdk/labels.js';
import { apiAddressOf, instanceOf, PAGE_SIZE, REQUESTS_PER_SECOND } from './assumptions.js';

export const credentialsSchema = z.object({
  instance: z
    .string()
    .trim()
    .max(200)
    .refine((text) => instanceOf(text) !== null, {
      message: 'The name in front of .ideaerp.pl: small letters, digits and hyphens.',
      params: { code: 'instance_not_allowed', pl: 'Nazwa sprzed .ideaerp.pl: małe litery, cyfry i łączniki.' },
    })
    .overwrite((text) => instanceOf(text) ?? text)
    .meta(
      labels(
        { pl: 'Nazwa IDEA Commerce', en: 'IDEA Commerce name' },
        { pl: 'Nazwa instancji, czyli to, co stoi przed .ideaerp.pl w adresie panelu: {nazwa}.ideaerp.pl. Można wkleić cały adres.', en: 'Name of the instance: what stands in front of .ideaerp.pl in the address of the panel, {name}.ideaerp.pl. The whole address may be pasted.' },
      ),
    ),
  token: z
    .string()
    .trim()
    .refine((token) => /^[\x21-\x7e]{8,500}$/u.test(token), {
      message: 'A token has 8 to 500 characters and no blanks; copy it whole.',
      params: { pl: 'Token ma od 8 do 500 znaków i nie zawiera odstępów; skopiuj go w całości.' },
    })
    .meta(labels({ pl: 'Token REST API', en: 'REST API token' }, { pl: 'Klucz API tej instancji. Wydaje go administrator panelu albo IDEA Commerce.', en: 'API key of this instance, given out by whoever administers the panel, or by IDEA Commerce.' }, { secret: true })),
  apiAddress: addressField(normaliseOrigin, {
    title: { pl: 'Adres API', en: 'API address' },
    help: { pl: `Zostaw puste: API jest pod adresem ${apiAddressOf('{nazwa}')}. Wypełnij, gdy IDEA Commerce poda inny.`, en: `Leave it empty: the API is at ${apiAddressOf('{name}')}. Fill it in when IDEA Commerce names another.` },
    example: { pl: 'Adres taki jak https://api.nazwa.ideaerp.pl', en: 'An address such as https://api.name.ideaerp.pl' },
  }).optional(),
});

/** `instance` is a bare name; `apiAddress` an origin: https, except on this machine. */
export type IdeaCommerceCredentials = z.infer<typeof credentialsSchema>;

/** Where the API is: the usual place, or the one that was named. */
export const apiAddress = (credentials: IdeaCommerceCredentials): string => credentials.apiAddress ?? apiAddressOf(credentials.instance);

export const settingsSchema = z.object({
  idField,
  lastOrderField: lastOrderField.optional(),
  allegroLoginField,
  requestsPerSecond: z
    .int()
    .min(1)
    .max(100)
    .default(REQUESTS_PER_SECOND)
    .meta(labels({ pl: 'Zapytań na sekundę', en: 'Requests a second' }, { pl: 'IDEA Commerce nie podaje limitu; przyjęliśmy 2, po jednym naraz. Więcej działa tylko przy podanym własnym adresie API.', en: 'IDEA Commerce publishes no limit; 2 were chosen, one at a time. More works only with an API address of its own.' })),
  rowsPerPage: z.int().min(1).max(PAGE_SIZE).default(PAGE_SIZE).meta(labels({ pl: 'Rekordów w jednym zapytaniu', en: 'Records per request' }, { pl: 'Najwyżej 100; zmniejsz, gdy instancja odpowiada bardzo wolno.', en: 'At most 100; lower it when the instance answers very slowly.' })),
});

export type IdeaCommerceSettings = z.infer<typeof settingsSchema>;

/** Settings of an account whose settings have not been saved yet. */
export function withDefaults(settings: Partial<IdeaCommerceSettings> | null): IdeaCommerceSettings {
  return settingsSchema.parse({ idField: 'unset', ...settings });
}
