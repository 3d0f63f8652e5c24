import { z } from 'zod';
import { normaliseOrigin } from '../sdk/address-text.js';
import { addressField, allegroLoginField, idField, lastOrderField } from '../sdk/common-fields.js';
import { labels } from '../sdk/labels.js';
import { isProductTemplate, isTemplate } from './links.js';

/** The panel and its shops live in Poland; the platform writes their local time without saying so (sheet section 3). */
export const ZONE = 'Europe/Warsaw';

export const credentialsSchema = z.object({
  address: addressField(normaliseOrigin, {
    title: { pl: 'Adres panelu lub sklepu', en: 'Address of the panel or shop' },
    help: { pl: 'Dowolna domena panelu lub jednego z jego sklepów; ścieżka jest pomijana: https://nazwa.iai-shop.com', en: 'Any domain of the panel or of one of its shops; a path is left out: https://name.iai-shop.com' },
    example: { pl: 'Podaj adres panelu lub sklepu, na przykład https://sklep.example.pl', en: 'Address of the panel or of a shop, such as https://shop.example.pl' },
  }),
  key: z
    .string()
    .trim()
    .min(16, 'The whole key, as the panel shows it.')
    .max(500)
    .regex(/^[\x21-\x7e]+$/u, 'The key holds no blanks.')
    .meta(
      labels(
        { pl: 'Klucz API Admin', en: 'Admin API key' },
        { pl: 'W panelu: Administracja → API → Klucze dostępowe do API Admin; osobny klucz dla tej usługi.', en: 'In the panel: Administration → API → Access keys to Admin API; a key of its own for this service.' },
        { secret: true },
      ),
    ),
  version: z
    .string()
    .trim()
    .regex(/^v(?:[5-9]|[1-9]\d)$/u, 'v5 or newer, such as v8.')
    .default('v8')
    .meta(labels({ pl: 'Wersja API', en: 'API version' }, { pl: 'Od v5; zmień tylko wtedy, gdy panel nie obsługuje v8.', en: 'From v5; change it only when the panel does not serve v8.' })),
});

/** `address` is an origin: https, except on this machine. */
export type IdoSellCredentials = z.infer<typeof credentialsSchema>;

const template = z
  .string()
  .trim()
  .max(500)
  .refine(isTemplate, { message: 'An address with {id} in it; {shop} stands for the address of the panel.', params: { pl: 'Adres z {id}; {shop} oznacza adres panelu.' } });

export const settingsSchema = z.object({
  idField,
  lastOrderField,
  allegroLoginField,
  shop: z
    .string()
    .trim()
    .regex(/^[1-9]\d{0,8}$/u, 'The number of a shop of the panel.')
    .optional()
    .meta(labels({ pl: 'Numer sklepu w panelu', en: 'Number of the shop in the panel' }, { pl: 'Tylko jeden sklep panelu z wieloma sklepami; puste: wszystkie. Numery podaje uwierzytelnienie (facts.shops).', en: 'Only one shop of a panel with several; empty: all. Authentication tells the numbers (facts.shops).' })),
  oneOffClients: z.boolean().default(true).meta(labels({ pl: 'Klienci bez konta na kartach', en: 'Clients without an account on cards' }, { pl: 'Czy zakupy jednorazowe (bez rejestracji) też tworzą karty.', en: 'Whether purchases without an account make cards too.' })),
  deliveryAddresses: z.boolean().default(true).meta(labels({ pl: 'Adresy dostaw', en: 'Delivery addresses' }, { pl: 'Osobne zapytanie na każde 100 klientów; wyłącz, aby oszczędzać miesięczny limit zapytań.', en: 'A request of its own for each 100 clients; switch it off to save the monthly quota of requests.' })),
  clientTags: z.boolean().default(false).meta(
    labels(
      { pl: 'Tagi klientów', en: 'Tags of clients' },
      {
        pl: 'Nazwy tagów, które sklep nadał klientowi. Jedno zapytanie na każdego klienta (nie na 100): 20 000 klientów to 20 000 zapytań przy pierwszym odczycie i raz na tydzień, a poza tym jedno na każdego zmienionego klienta.',
        en: 'Names of the tags the shop gave a client. One request for each client (not for 100): 20,000 clients are 20,000 requests at the first reading and once a week, and otherwise one for each changed client.',
      },
    ),
  ),
  products: z.boolean().default(false).meta(
    labels(
      { pl: 'Towary', en: 'Products' },
      {
        pl: 'Potrzebne do tagów z nazwami kategorii i do pliku z ofertą. Kosztuje jedno zapytanie na 100 towarów przy pierwszym odczycie i raz na dobę, a poza tym około dwóch zapytań na godzinę (i jedno na 100 towarów zmienionych danego dnia). Wymaga modułu PIM.',
        en: 'Needed for tags with names of categories and for the offer file. It costs a request for each 100 products at the first reading and once a day, and otherwise about two requests an hour (and one for each 100 products changed that day). Needs the module PIM.',
      },
    ),
  ),
  productLink: z
    .string()
    .trim()
    .max(500)
    .refine(isProductTemplate, { message: 'An address with {id} in it; {shop}, {lang} and {slug} stand for the shop, its language and the name.', params: { pl: 'Adres z {id}; {shop}, {lang} i {slug} oznaczają sklep, język i nazwę.' } })
    .default('{shop}/{lang}/products/{slug}-{id}.html')
    .meta(
      labels(
        { pl: 'Adres strony towaru', en: 'Address of a product page' },
        {
          pl: 'API nie podaje adresu towaru. {shop} to adres sklepu, {lang} dwuliterowy język, {slug} nazwa w adresie, {id} numer towaru. Postać znamy z jednej próbki: otwórz kilka stron i w razie potrzeby popraw.',
          en: 'The API does not give the address of a product. {shop} is the address of the shop, {lang} its language in two letters, {slug} the name as in addresses, {id} the number of the product. The form is known from one sample: open a few pages and correct it if need be.',
        },
      ),
    ),
  customerLink: template.default('{shop}/panel/client.php?id={id}').meta(labels({ pl: 'Odnośnik do klienta w panelu', en: 'Link to the client in the panel' }, { pl: '{shop} to adres panelu, {id} numer klienta. Postać nie jest udokumentowana: wypróbuj ją (GET /integrations/:id/links).', en: '{shop} is the address of the panel, {id} the number of the client. The form is not documented: try it (GET /integrations/:id/links).' })),
  orderLink: template.default('{shop}/panel/orderd.php?idt={id}').meta(labels({ pl: 'Odnośnik do edycji zamówienia', en: 'Link to edit the order' }, { pl: '{shop} to adres panelu, {id} numer zamówienia.', en: '{shop} is the address of the panel, {id} the number of the order.' })),
  requestsPerMinute: z.int().min(1).max(3_000).default(120).meta(labels({ pl: 'Zapytań na minutę', en: 'Requests a minute' }, { pl: 'IdoSell nie podaje limitu; 120 to dwa na sekundę. Zmniejsz, jeżeli panel zwalnia.', en: 'IdoSell publishes no limit; 120 is two a second. Lower it when the panel slows down.' })),
  maxInFlight: z.int().min(1).max(4).default(2).meta(labels({ pl: 'Zapytania jednocześnie', en: 'Requests at once' }, { pl: 'Od 1 do 4.', en: '1 to 4.' })),
  rowsPerPage: z.int().min(1).max(100).default(100).meta(labels({ pl: 'Rekordów w jednym zapytaniu', en: 'Records per request' }, { pl: 'Najwyżej 100; zmniejsz, gdy panel odpowiada bardzo wolno.', en: 'At most 100; lower it when the panel answers very slowly.' })),
  lagSeconds: z.int().min(0).max(300).default(20).meta(labels({ pl: 'Opóźnienie odczytu zmian, w sekundach', en: 'Lag of reading changes, in seconds' }, { pl: 'Zmiany młodsze niż tyle sekund czekają na następny odczyt.', en: 'Changes younger than this wait for the next reading.' })),
});

export type IdoSellSettings = z.infer<typeof settingsSchema>;

/** Settings of an account whose settings have not been saved yet: enough to check it and to count. */
export function withDefaults(settings: Partial<IdoSellSettings> | null): IdoSellSettings {
  return settingsSchema.parse({ idField: 'unset', lastOrderField: 'unset', ...settings });
}
