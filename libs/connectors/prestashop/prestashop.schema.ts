import { z } from 'zod';
import { isZone } from '#libs/domain/local-time.js';
import { addressField, allegroLoginField, idField } from '../sdk/common-fields.js';
import { labels } from '../sdk/labels.js';
import { normaliseAdminUrl, normaliseShopAddress } from './address-text.js';
import { ALLEGRO_PATTERNS, ALLEGRO_PLACES } from './allegro-source.js';

export const credentialsSchema = z.object({
  address: addressField(normaliseShopAddress, {
    title: { pl: 'Adres sklepu', en: 'Shop address' },
    help: { pl: 'Tak, jak otwiera się w przeglądarce, z podfolderem, jeśli jest: https://sklep.example.pl/podfolder', en: 'As it opens in a browser, with the subfolder if there is one: https://shop.example.pl/subfolder' },
    example: { pl: 'Podaj adres sklepu, na przykład https://sklep.example.pl', en: 'Shop address such as https://shop.example.pl' },
  }),
  key: z
    .string()
    .trim()
    .regex(/^[0-9A-Za-z]{32}$/u, 'The webservice key has exactly 32 letters and digits.')
    .meta(
      labels(
        { pl: 'Klucz API (webservice)', en: 'Webservice key' },
        { pl: 'W panelu sklepu: Zaawansowane → Webservice (API) → Dodaj nowy klucz; 32 znaki.', en: 'In the shop panel: Advanced Parameters → Webservice → Add new webservice key; 32 characters.' },
        { secret: true },
      ),
    ),
  idShop: z
    .string()
    .trim()
    .regex(/^(?:[1-9]\d{0,8}|all)$/u, 'A shop id, or "all".')
    .optional()
    .meta(
      labels(
        { pl: 'Numer sklepu (multistore)', en: 'Shop id (multistore)' },
        { pl: 'Tylko przy wielu sklepach w jednej instalacji: numer sklepu albo „all” (od wersji 1.7).', en: 'Only for several shops in one installation: the shop id, or "all" (from version 1.7).' },
      ),
    ),
});

/** `address` is normalised: scheme, host and subfolder, without a slash at the end. */
export type PrestaShopCredentials = z.infer<typeof credentialsSchema>;

export const settingsSchema = z.object({
  idField,
  allegroLoginField,
  adminUrl: z
    .string()
    .trim()
    .max(500)
    .refine((text) => normaliseAdminUrl(text) !== null, { message: 'Address of the shop panel, such as https://shop.example.pl/admin123abc.', params: { pl: 'Adres panelu sklepu, na przykład https://sklep.example.pl/admin123abc.' } })
    .overwrite((text) => normaliseAdminUrl(text) ?? text)
    .optional()
    .meta(labels({ pl: 'Adres panelu sklepu', en: 'Address of the shop panel' }, { pl: 'Z folderem administracyjnym; służy tylko do odnośników do klienta i zamówienia.', en: 'With the admin folder; used for links to the customer and the order only.' })),
  adminLinks: z
    .enum(['query', 'path'])
    .default('query')
    .meta(labels({ pl: 'Rodzaj odnośników do panelu', en: 'Kind of panel links' }, { pl: 'query: index.php?controller=… (każda wersja); path: /sell/orders/… (od 1.7.7).', en: 'query: index.php?controller=… (every version); path: /sell/orders/… (from 1.7.7).' })),
  zone: z
    .string()
    .refine(isZone, { message: 'A time zone such as Europe/Warsaw.', params: { pl: 'Strefa czasowa, na przykład Europe/Warsaw.' } })
    .default('Europe/Warsaw')
    .meta(labels({ pl: 'Strefa czasowa sklepu', en: 'Time zone of the shop' }, { pl: 'Sklep podaje czas bez strefy; musi być taka sama jak w panelu: Międzynarodowy → Lokalizacja.', en: 'The shop gives times without a zone; must be the one set in the panel: International → Localization.' })),
  languageId: z
    .int()
    .min(1)
    .max(9_999)
    .optional()
    .meta(labels({ pl: 'Numer języka nazw', en: 'Language id of names' }, { pl: 'W jakim języku pokazywać nazwy statusów i krajów, gdy sklep ma ich kilka.', en: 'The language of status and country names when the shop has several.' })),
  maxInFlight: z
    .int()
    .min(1)
    .max(4)
    .default(1)
    .meta(labels({ pl: 'Zapytania jednocześnie', en: 'Requests at once' }, { pl: 'Od 1 do 4. Więcej jest szybsze, ale obciąża sklep.', en: '1 to 4. More is faster, but loads the shop.' })),
  ordersPerPage: z.int().min(1).max(1_000).default(100).meta(labels({ pl: 'Zamówień w jednym zapytaniu', en: 'Orders per request' }, { pl: 'Zmniejsz, gdy sklep odpowiada bardzo wolno.', en: 'Lower it when the shop answers very slowly.' })),
  othersPerPage: z.int().min(1).max(1_000).default(200).meta(labels({ pl: 'Klientów i adresów w jednym zapytaniu', en: 'Customers and addresses per request' }, { pl: 'Zmniejsz, gdy sklep odpowiada bardzo wolno.', en: 'Lower it when the shop answers very slowly.' })),
  lagSeconds: z.int().min(0).max(900).default(90).meta(labels({ pl: 'Opóźnienie odczytu zmian, w sekundach', en: 'Lag of reading changes, in seconds' }, { pl: 'Zmiany młodsze niż tyle sekund czekają na następny odczyt, bo sklep może jeszcze dopisać coś z tej samej sekundy.', en: 'Changes younger than this wait for the next reading, because the shop may still write something stamped with the same second.' })),
  allegroPlaces: z
    .array(z.enum(ALLEGRO_PLACES))
    .max(ALLEGRO_PLACES.length)
    .default([...ALLEGRO_PLACES])
    .meta(labels({ pl: 'Gdzie szukać loginu Allegro', en: 'Where to look for the Allegro login' }, { pl: 'Miejsca w zamówieniu, w kolejności; pierwsze znalezione wygrywa.', en: 'Places in the order, in sequence; the first that holds one wins.' })),
  allegroPatterns: z
    .array(z.string().max(100).includes('{login}'))
    .max(20)
    .default([...ALLEGRO_PATTERNS])
    .meta(labels({ pl: 'Jak zapisany jest login Allegro', en: 'How the Allegro login is written' }, { pl: 'Wzory z {login} w miejscu loginu; samo {login} oznacza, że pole zawiera tylko login.', en: 'Patterns with {login} in the place of the login; {login} alone means that the field holds nothing else.' })),
});

export type PrestaShopSettings = z.infer<typeof settingsSchema>;

/** Settings of an account whose settings have not been saved yet: enough to check it and to count. */
export function withDefaults(settings: Partial<PrestaShopSettings> | null): PrestaShopSettings {
  return settingsSchema.parse({ idField: 'unset', ...settings });
}
