import type { Localized, StreamName } from '#libs/domain/words.js';
import type { HookDefinition, HookHint, HookReading } from '../sdk/hooks.js';
import { idOf, isRow, type Row } from '../sdk/values.js';
import { cartIn } from './hook-carts.js';
import { icfFile } from './icf.js';

/** More than any panel sends at once. A delivery that names more is not believed at all: each id would cost a request. */
const MOST_HINTS = 100;
const MOST_DEPTH = 4;

const both = (pl: string, en: string): Localized => ({ pl, en });

/** Events of the panel's own webhooks (sheet section 6.1). */
const EVENTS: HookDefinition['events'] = [
  { name: 'clientCreated', why: both('nowy klient', 'a new client') },
  { name: 'clientUpdated', why: both('zmienione dane klienta, na przykład adres', 'changed data of a client, such as an address') },
  { name: 'orderCreated', why: both('nowe zamówienie', 'a new order') },
  { name: 'orderUpdated', why: both('zmienione zamówienie', 'a changed order') },
  { name: 'orderStatusUpdated', why: both('zmieniony status zamówienia', 'a changed status of an order') },
  { name: 'orderPaid', why: both('zapłacone zamówienie', 'a paid order') },
  { name: 'orderPackageCreated', why: both('numer przesyłki', 'a waybill') },
  { name: 'orderSent', why: both('wysłane zamówienie', 'a sent order') },
  { name: 'orderCanceled', why: both('anulowane zamówienie', 'a cancelled order') },
  // Triggers of webhooks with programmable content (6.2); their Polish names in the panel are not published.
  { name: 'product added to basket', why: both('dodanie towaru do koszyka (webhook z własną treścią)', 'a product put into a basket (a webhook with content of its own)'), programmable: true },
  { name: 'basket edited', why: both('zmiana koszyka (webhook z własną treścią)', 'a changed basket (a webhook with content of its own)'), programmable: true },
];

const STEPS: HookDefinition['steps'] = [
  both('Zaloguj się do panelu IdoSell i otwórz Marketing i integracje → Webhooki.', 'Log in to the IdoSell panel and open Marketing and integrations → Webhooks.'),
  both('Dodaj nowy webhook i wklej adres: {url}', 'Add a new webhook and paste the address: {url}'),
  both('Wybierz tę samą wersję API, którą ma integracja (domyślnie v8).', 'Choose the same API version as the integration has (v8 by default).'),
  both('Zaznacz zdarzenia z listy poniżej, zapisz i włącz webhook.', 'Tick the events of the list below, save, and switch the webhook on.'),
  both(
    'Koszyki (tylko gdy mają trafiać do SALESmanago): dodaj osobny webhook z własną treścią, z wyzwalaczami dodania towaru do koszyka i edycji koszyka, metodą POST, typem application/json i tym samym adresem: {url}. Wzór treści jest w pliku do importu (webhook-file?format=json, pole body przy basket_edited); słowa w klamrach zastąp zmiennymi panelu.',
    'Baskets (only if they are to reach SALESmanago): add a webhook of its own with programmable content, with the triggers product added to basket and basket edited, the method POST, the type application/json and the same address: {url}. A model of the content is in the file to import (webhook-file?format=json, the member body of basket_edited); put variables of the panel in the place of the words in braces.',
  ),
  both('Zmień coś u dowolnego klienta: w integracji pojawi się czas pierwszego webhooka.', 'Change something about any client: the integration then shows when the first webhook came.'),
];

const ORDER_ID = ['orderSerialNumber', 'order_sn', 'orderSn'] as const;
const CLIENT_ID = ['clientId', 'client_id'] as const;

/** Members in which records are found: the shapes public receivers look for, and the lists of the API itself. */
const PLACES: ReadonlySet<string> = new Set(['order', 'orders', 'client', 'clients', 'Results', 'results', 'payload', 'data', 'params', 'notification', 'item', 'entry']);
/** Signs of a delivery about something that is not followed, or that names nobody: understood, and left alone. */
const OTHER_MEMBERS: ReadonlySet<string> = new Set(['event', 'product', 'products', 'productId', 'return', 'returns', 'returnId', 'rma', 'rmas', 'rmaId']);

/** Ids under the first name that has any; a form that repeats a name, or ends it with `[]`, has several. */
function idsIn(row: Row, names: readonly string[]): readonly string[] {
  for (const name of names) {
    const value = row[name];
    const ids = (typeof value === 'object' && value !== null ? Object.values(value) : [value]).map(idOf).filter((id) => id !== null);
    if (ids.length > 0) return ids;
  }
  return [];
}

class Reader {
  readonly hints = new Map<string, HookHint>();
  /** Something the platform sends was recognised, though it leads to no record. */
  known = false;

  private add(stream: StreamName, externalId: string): void {
    if (this.hints.size <= MOST_HINTS) this.hints.set(`${stream}/${externalId}`, { stream, externalId });
  }

  /** Orders or clients by their numbers; everything else about it is read from the platform. */
  private take(row: Row): boolean {
    const [orders, clients] = [idsIn(row, ORDER_ID), idsIn(row, CLIENT_ID)];
    for (const id of orders) this.add('orders', id);
    // A client named beside an order is the buyer, who comes with the order.
    if (orders.length === 0) for (const id of clients) this.add('customers', id);
    return orders.length > 0 || clients.length > 0;
  }

  read(value: unknown, depth = 0): void {
    if (depth > MOST_DEPTH) return;
    if (Array.isArray(value)) {
      for (const item of value as readonly unknown[]) this.read(item, depth + 1);
      return;
    }
    if (!isRow(value) || this.take(value)) return;
    for (const [name, inner] of Object.entries(value)) {
      if (OTHER_MEMBERS.has(name)) this.known = true;
      // XML has one root element of any name; forms and JSON have members of known names.
      else if (PLACES.has(name) || (isRow(inner) && depth === 0) || /^\d{1,4}$/u.test(name)) this.read(inner, depth + 1);
    }
    // An empty list is a delivery about nothing.
    if (Object.keys(value).some((name) => PLACES.has(name))) this.known = true;
  }
}

function read(payload: unknown): HookReading {
  const cart = cartIn(payload, Date.now());
  // Its owner is not asked for: each click in the shop would cost a request.
  if (cart !== undefined) return cart === null ? { kind: 'ignored' } : { kind: 'hints', hints: [], carts: [cart] };
  const reader = new Reader();
  reader.read(payload);
  if (reader.hints.size > MOST_HINTS) return { kind: 'unreadable' };
  if (reader.hints.size > 0) return { kind: 'hints', hints: [...reader.hints.values()] };
  return { kind: reader.known ? 'ignored' : 'unreadable' };
}

/** Webhooks of the panel: the payload's shape is documented nowhere, so all that were ever met are understood (6.1, 6.2). */
export const hooks: HookDefinition = {
  events: EVENTS,
  steps: STEPS,
  removal: both('Usuń webhooki w panelu IdoSell: Marketing i integracje → Webhooki.', 'Remove the webhooks in the IdoSell panel: Marketing and integrations → Webhooks.'),
  file: icfFile,
  read,
};
