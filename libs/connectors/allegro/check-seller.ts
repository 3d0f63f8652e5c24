import type { CheckReport, Tick } from '../sdk/check.js';
import type { AllegroCredentials } from './allegro.schema.js';

/** What the integration switches on and what it does without; nobody is asked. */
export function checkSeller({ seller }: AllegroCredentials): CheckReport {
  const on = (code: string, pl: string, en: string): Tick => ({ code, state: 'ok', required: true, label: { pl, en } });
  const ticks: Tick[] = [
    on('seller', `Konto sprzedawcy: ${seller}`, `Seller account: ${seller}`),
    on('addresses', 'Po uruchomieniu: obie postaci zamaskowanych adresów na kartach', 'Once running: both forms of masked addresses on cards'),
    on('login', 'Po uruchomieniu: login Allegro w wybranym polu, gdy jest w zamówieniu', 'Once running: the Allegro login in the field you choose, if the order tells it'),
    on('tickets', 'Po uruchomieniu: zgłoszenia z zamaskowanych adresów przypisane do kart', 'Once running: tickets from masked addresses assigned to cards'),
    on('api', 'Dostęp do API Allegro: nieużywany, nic nie jest czytane z Allegro', 'Access to the Allegro API: not used, nothing is read from Allegro'),
  ];
  return { ticks, facts: { seller } };
}
