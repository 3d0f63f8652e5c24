import { z } from 'zod';
import { ALLEGRO_DOMAINS } from '#libs/domain/allegro.js';
import { fieldKey } from '../sdk/common-fields.js';
import { labels } from '../sdk/labels.js';

/** Hosts where anybody may have a mailbox: on the list, one of them would turn ordinary addresses of many people into masked ones. */
const PUBLIC_HOSTS: ReadonlySet<string> = new Set([
  'gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'yahoo.com', 'icloud.com', 'me.com', 'aol.com', 'proton.me', 'protonmail.com', 'gmx.com', 'gmx.net', 'gmx.de', 'zoho.com', 'yandex.com',
  'wp.pl', 'o2.pl', 'onet.pl', 'onet.eu', 'op.pl', 'poczta.onet.pl', 'vp.pl', 'interia.pl', 'interia.eu', 'interia.com', 'poczta.fm', 'gazeta.pl', 'tlen.pl', 'go2.pl', 'int.pl', 'autograf.pl', 'spoko.pl',
  'seznam.cz', 'email.cz', 'post.cz', 'centrum.cz', 'azet.sk', 'zoznam.sk', 'centrum.sk', 'freemail.hu', 'citromail.hu',
]);

const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/u;

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .refine((text) => DOMAIN.test(text), {
    message: 'A domain such as allegromail.pl: what stands behind the "@" of an address, without the "@".',
    params: { code: 'domain_invalid', pl: 'Domena taka jak allegromail.pl: to, co w adresie stoi za „@”, bez „@”.' },
  })
  .refine((text) => !PUBLIC_HOSTS.has(text), {
    message: 'Anybody may have an address at this domain, so that the addresses of your customers would count as masked. Leave it out: the list holds only domains at which Allegro masks buyers.',
    params: { code: 'domain_public', pl: 'W tej domenie adres może mieć każdy, więc adresy Twoich klientów uchodziłyby za zamaskowane. Usuń ją: na liście są tylko domeny, w których Allegro maskuje kupujących.' },
  });

/** The sign-in to the Allegro API joins them once events are read; without it the integration is a switch. */
export const credentialsSchema = z.object({
  seller: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .meta(labels({ pl: 'Konto sprzedawcy', en: 'Seller account' }, { pl: 'Nazwa (login) Twojego konta sprzedawcy w Allegro. Hasło ani dostęp do API nie są potrzebne.', en: 'The name (login) of your seller account at Allegro. Neither a password nor API access is needed.' })),
});
export type AllegroCredentials = z.infer<typeof credentialsSchema>;

export const settingsSchema = z.object({
  loginField: fieldKey.meta(
    labels(
      { pl: 'Pole z loginem Allegro', en: 'Field for the Allegro login' },
      { pl: 'Klucz pola własnego typu tekstowego. Wypełniają je wszystkie integracje sklepów, gdy zamówienie zawiera login.', en: 'Key of a text custom field. All shop integrations fill it when an order tells the login.' },
    ),
  ),
  domains: z
    .array(domain)
    .min(1)
    .max(50)
    .refine((list) => new Set(list).size === list.length, { message: 'A domain is on the list twice.', params: { code: 'domain_twice', pl: 'Ta sama domena jest na liście dwa razy.' } })
    .default([...ALLEGRO_DOMAINS])
    .meta(
      labels(
        { pl: 'Domeny zamaskowanych adresów', en: 'Domains of masked addresses' },
        { pl: 'Domeny, w których Allegro maskuje adresy kupujących. Lista obowiązuje w całej przestrzeni roboczej; zmieniaj ją tylko wtedy, gdy pojawi się nowa domena.', en: 'Domains at which Allegro masks the addresses of buyers. The list holds for the whole workspace; change it only when a new domain turns up.' },
      ),
    ),
});
export type AllegroSettings = z.infer<typeof settingsSchema>;
