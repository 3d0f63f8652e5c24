import { z } from 'zod';
import { EMAIL_BY_PHONE, PRODUCT_IDS, RELAY_EVENTS, RELAY_FIELDS, type ConsentSource, type RouteOptions } from '#libs/domain/relay/route-options.js';
import { labels } from '#libs/connectors/sdk/labels.js';

/** Longest tag destinations keep whole. */
const TAG_MAX = 255;
const CONSENT_SOURCE = /^(?:orderConsent|newsletterEmail|clientTag:.*\S.*)$/u;

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];
const isConsentSource = (text: string): text is ConsentSource => CONSENT_SOURCE.test(text);
const tag = z.string().max(TAG_MAX).refine((text) => text.trim() !== '', { error: 'A tag has at least one character.', params: { pl: 'Tag ma co najmniej jeden znak.' } });
const code = z.string().trim().min(1).max(100).nullable().default(null);

const scope = z.enum(['consented', 'everyone']).default('consented').meta(labels(
  { pl: 'Kogo przekazywać', en: 'Whom to send' },
  {
    pl: '„consented”: tylko osoby, które wyraziły zgodę wskazaną w „consentSource”. „everyone”: wszystkich, także subskrybentów newslettera bez konta i kupujących bez konta.',
    en: '"consented": only persons with the consent named in "consentSource". "everyone": everybody, newsletter subscribers and buyers without an account included.',
  },
));
const consentSource = z.string().max(200)
  .refine(isConsentSource, { error: 'One of: orderConsent, clientTag:<name>, newsletterEmail.', params: { pl: 'Jedno z: orderConsent, clientTag:<nazwa>, newsletterEmail.' } })
  .transform((text): ConsentSource => text).nullable().default(null).meta(labels(
    { pl: 'Co jest zgodą', en: 'What counts as consent' },
    {
      pl: '„orderConsent”: zgoda na udostępnianie informacji o zamówieniu serwisom współpracującym. „clientTag:<nazwa>”: etykieta, którą sklep prowadzi na kliencie. „newsletterEmail”: zgoda na newsletter; tylko jeżeli tak zdecydujesz.',
      en: '"orderConsent": the consent to share order information with cooperating services. "clientTag:<name>": a label the shop keeps on the client. "newsletterEmail": the newsletter approval; only if you decide so.',
    },
  ));
const events = z.array(z.enum(RELAY_EVENTS)).default([...RELAY_EVENTS]).transform(unique).meta(labels(
  { pl: 'Zdarzenia', en: 'Events' },
  { pl: 'Które zdarzenia wysyłać: zakup, anulowanie, zwrot, koszyk.', en: 'Which events to send: purchase, cancellation, return, cart.' },
));
const leaveOut = z.array(z.enum(RELAY_FIELDS)).default([]).transform(unique).meta(labels(
  { pl: 'Czego nie przekazywać', en: 'What to leave out' },
  { pl: 'Dane kontaktu i zdarzeń, które mają zostać w sklepie.', en: 'Data of contacts and events that stay in the shop.' },
));
const consents = z.array(z.enum(['email', 'sms'])).default(['email', 'sms']).transform(unique).meta(labels(
  { pl: 'Przenoszone zgody', en: 'Consents carried over' },
  { pl: 'Zgody na newsletter, których udzielenie i wycofanie jest przenoszone. Brak zgody w sklepie nigdy nie wypisuje nikogo.', en: 'Newsletter consents that are carried over when somebody gives or takes them back. A missing consent never unsubscribes anybody.' },
));

const sources = z.array(z.strictObject({ type: z.string().trim().min(1).max(20), account: z.string().trim().min(1).max(40), integrationId: z.string().trim().min(1).max(40) })).max(200).default([]).meta(labels(
  { pl: 'Źródła z własną trasą', en: 'Sources with a route of their own' },
  {
    pl: 'Konta (typ i numer źródła), których zamówienia przesyła do tego samego odbiorcy trasa wskazanej integracji: z tej trasy nie są wysyłane nigdy. Lista źródeł: fakty sprawdzenia połączenia.',
    en: 'Accounts (type and number of the source) whose orders the route of the named integration sends to the same destination: this route never sends them. The sources are listed in the facts of the connection check.',
  },
));

/** Options of a route as a caller sends them; what is left out takes its default. */
export const routeOptionsSchema = z.strictObject({
  scope,
  consentSource,
  shop: code.meta(labels({ pl: 'Sklep', en: 'Shop' }, { pl: 'Numer sklepu w panelu z kilkoma sklepami: liczą się jego zgody, nazwy i ceny.', en: 'Number of the shop in an account with several: its consents, names and prices count.' })),
  language: code.meta(labels({ pl: 'Język', en: 'Language' }, { pl: 'Język nazw towarów i kategorii; bez niego pierwszy język sklepu.', en: 'Language of product names and categories; without it the first the shop has.' })),
  location: code.meta(labels({ pl: 'Lokalizacja', en: 'Location' }, { pl: 'Sklep u odbiorcy, do którego należą identyfikatory towarów. Lista: GET /destinations/{id}/shops.', en: 'E-shop at the destination that product ids belong to. List: GET /destinations/{id}/shops.' })),
  leaveOut,
  events,
  consents,
  accountTag: tag.default('rejestracja').meta(labels({ pl: 'Tag posiadaczy konta', en: 'Tag of account holders' }, { pl: 'Wysyłany dosłownie.', en: 'Sent literally.' })),
  subscriberTag: tag.default('newsletter').meta(labels({ pl: 'Tag subskrybentów bez konta', en: 'Tag of subscribers without an account' }, { pl: 'Wysyłany dosłownie; zostaje, gdy subskrybent założy konto.', en: 'Sent literally; stays when the subscriber registers.' })),
  commonTag: tag.nullable().default(null).meta(labels({ pl: 'Wspólny tag', en: 'Common tag' }, { pl: 'Dodawany każdemu kontaktowi tej trasy.', en: 'Added to every contact of this route.' })),
  sourceTag: z.boolean().default(false).meta(labels({ pl: 'Źródło zamówienia jako tag', en: 'Source of the order as a tag' }, { pl: 'Tag BASELINKER_<ŹRÓDŁO>; dla sklepów i przy kilku kontach jednego typu także tag z nazwą konta.', en: 'Tag BASELINKER_<SOURCE>; for shops, and where a type has several accounts, a tag with the account’s name as well.' })),
  skipShopOrders: z.boolean().default(false).meta(labels(
    { pl: 'Nie przesyłaj zamówień ze sklepów', en: 'Do not send orders of shops' },
    { pl: 'Włącz, jeżeli sklep jest połączony z odbiorcą bezpośrednio: inaczej każdy jego zakup zostanie policzony dwa razy.', en: 'Switch it on where the shop is connected to the destination itself: otherwise each of its purchases is counted twice.' },
  )),
  productId: z.enum(PRODUCT_IDS).default('product').meta(labels({ pl: 'Identyfikator towaru', en: 'Id of a good' }, { pl: 'Który identyfikator trafia do zdarzeń: produktu, wariantu czy SKU. Musi być tym, który ma plik produktowy odbiorcy.', en: 'Which id goes into events: the product’s, the variant’s, or the SKU. It has to be the one the destination’s product feed has.' })),
  sources,
  emailByPhone: z.enum(EMAIL_BY_PHONE).default('surname').meta(labels(
    { pl: 'E-mail po numerze telefonu', en: 'E-mail by phone number' },
    { pl: 'Dla zamówień z zamaskowanym adresem: „surname” wymaga zgodnego nazwiska, „phone” tylko telefonu, „off” wyłącza szukanie.', en: 'For orders with a masked address: "surname" asks for the same surname, "phone" for the phone number alone, "off" does not look.' },
  )),
}) satisfies z.ZodType<RouteOptions>;
