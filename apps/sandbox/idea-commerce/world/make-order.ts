/** One order of any source. */
import type { Random } from '../../common/random.js';
import { INTEGRATIONS, PREFIXES, SHOPS } from './dictionaries.js';
import { makeLines } from './make-lines.js';
import { partnersOf } from './make-partners.js';
import type { Address, Order, Point } from './model.js';
import { bare, typedPhone, type Person } from './people.js';
import type { World } from './world.js';

/** What is known before; texts replace what would be made, null takes it away. `value` in grosze. */
export type Draft = {
  /** null = typed in by staff. */
  readonly source: string | null;
  readonly config?: number;
  /** null: nobody of the cast. */
  readonly person: Person | null;
  readonly orderedMs: number | null;
  readonly createdMs: number;
  readonly status?: string;
  readonly name?: string;
  readonly integrationId?: string;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly fullname?: string;
  readonly login?: string | null;
  readonly vat?: string | null;
  /** Form of Allegro's coded address. */
  readonly form?: 'full' | 'bare';
  readonly value?: number;
  readonly currency?: string | null;
  readonly paid?: boolean;
  readonly note?: string | null;
  readonly waybills?: readonly string[];
  readonly invoicePartnerId?: number | null;
  readonly deliveryPartnerId?: number | null;
};

const HEX = '0123456789abcdef';
const LOCKER: Point = { id: 'LOD00X', name: 'Paczkomat LOD00X', street: 'Próbna 1', zip: '90-001', city: 'Łódź' };
const OPEN = ['draft', 'sent'];

/** Makes it and the partner records it brings. */
export function makeOrder(world: World, random: Random, draft: Draft): Order {
  const { source, person, orderedMs, createdMs } = draft;
  const config = source === null ? null : (draft.config ?? usualAccount(source));
  const email = draft.email === undefined ? emailFor(world, random, draft, config) : draft.email;
  const phone = draft.phone === undefined ? phoneFor(random, source, person) : draft.phone;
  const invoice = addressOf(random, draft, email, phone);
  const delivery: Address = { ...invoice, name: fullnameOf(random, draft), email: random.chance(0.6) ? email : null, phone: random.chance(0.8) ? phone : null };
  const partners = partnersOf(world, random, { source, person, email, delivery, invoice });
  const status = draft.status ?? 'sale';
  const locker = source === 'allegro' && random.chance(0.6);
  const deliveryPrice = draft.value !== undefined ? 0 : random.pick([0, 899, 1200, 1500]);
  const integrationId = source === null ? null : (draft.integrationId ?? numberOf(world, random, source));
  const id = world.nextOrder();
  const order: Order = {
    id,
    personKey: person?.key ?? '',
    name: draft.name ?? (source === null ? `S${String(id).padStart(5, '0')}` : [PREFIXES[source] ?? source, integrationId, config].filter((part) => part !== null).join('-')),
    source,
    config,
    integrationId,
    status,
    paid: draft.paid ?? (source === 'allegro' || random.chance(0.6)),
    orderedMs,
    confirmedMs: OPEN.includes(status) ? null : Math.min(createdMs + 1_000 * random.int(1, 600), world.clock.nowMs()),
    createdMs,
    login: draft.login === undefined ? (source === 'allegro' ? (person?.login ?? null) : null) : draft.login,
    currency: draft.currency === undefined ? currencyOf(random, source) : draft.currency,
    payment: source === 'allegro' ? 'Przelewy24' : source === null ? null : random.pick(['Przelew', 'Pobranie']),
    cod: source !== 'allegro' && random.chance(0.1),
    deliveryCost: locker ? 750 : 1099,
    deliveryPrice,
    deliveryMethod: locker ? 'Allegro Paczkomaty InPost' : source === null ? null : 'Kurier',
    carrier: locker ? 'inpost' : source === null ? null : 'dpd',
    waybills: draft.waybills ?? [],
    point: locker ? LOCKER : null,
    email,
    phone,
    deliveryPartnerId: draft.deliveryPartnerId === undefined ? partners.delivery : draft.deliveryPartnerId,
    delivery,
    invoicePartnerId: draft.invoicePartnerId === undefined ? partners.invoice : draft.invoicePartnerId,
    invoice,
    vat: draft.vat === undefined ? person?.nip || null : draft.vat,
    wantInvoice: (draft.vat ?? person?.nip ?? '') !== '',
    shopId: source === 'woocommerce' ? SHOPS[0].id : config === 2 ? SHOPS[1].id : null,
    folderId: random.chance(0.7) ? random.int(1, 3) : null,
    note: draft.note === undefined ? (random.chance(0.05) ? '<p>Proszę o szybką wysyłkę<br/>— dziękuję &amp; pozdrawiam 🙂</p>' : null) : draft.note,
    secrets: { panel: `${random.text(8, HEX)}-${random.text(24, HEX)}`, client: random.text(32, HEX), rma: random.text(32, HEX) },
    customFields: random.chance(0.15) ? { x_rodzaj: random.pick(['B2B', 'B2C']) } : {},
    lines: source === null && draft.value === undefined && random.chance(0.1) ? [] : makeLines(world, random, source, draft.value),
  };
  world.orders.add(order);
  return order;
}

function fullnameOf(random: Random, { person, fullname }: Draft): string {
  if (fullname !== undefined) return fullname;
  if (person === null) return 'Klient detaliczny';
  const made = `${person.firstName} ${person.lastName}`;
  return random.chance(0.25) ? bare(made) : random.chance(0.05) ? made.toUpperCase() : made;
}

function addressOf(random: Random, draft: Draft, email: string | null, phone: string | null): Address {
  const { person } = draft;
  const name = person !== null && person.company !== '' && draft.fullname === undefined ? person.company : fullnameOf(random, draft);
  if (person === null) return { name, email, phone, street: null, zip: null, city: null, countryCode: null };
  return { name, email, phone, ...person.home, countryCode: random.chance(0.04) ? random.pick(['DE', 'CZ']) : 'PL' };
}

/** In the shop as typed, now and then not at all; marketplaces send one form. */
function phoneFor(random: Random, source: string | null, person: Person | null): string | null {
  if (person === null || person.phone === '') return null;
  if (source === 'allegro') return /^\d{9}$/u.test(person.phone) ? `+48${person.phone}` : person.phone;
  return random.chance(source === null ? 0.3 : 0.08) ? null : typedPhone(random, person.phone);
}

/** Marketplaces give an address of their own; Allegro's has a new part after + in every order, and old ones have none (Allegro sheet B1.10). */
function emailFor(world: World, random: Random, { source, person, form }: Draft, config: number | null): string | null {
  if (person === null) return null;
  if (source === 'allegro') {
    const hash = world.cast.hash(person, config ?? 1);
    const plain = form === undefined ? random.chance(0.1) : form === 'bare';
    return plain ? `${hash}@allegromail.pl` : `${hash}+${random.text(random.int(7, 9), HEX)}@allegromail.pl`;
  }
  if (source === 'amazon') return `${world.cast.hash(person, 5)}@marketplace.amazon.pl`;
  if (source === 'ebay') return `${random.text(20, HEX)}@members.ebay.com`;
  if (person.email === '' || (source === null && random.chance(0.4))) return null;
  return random.chance(0.05) ? person.email.toUpperCase() : person.email;
}

function currencyOf(random: Random, source: string | null): string | null {
  if (source === null) return random.chance(0.5) ? null : 'PLN';
  return source === 'amazon' || source === 'ebay' || source === 'kaufland' ? random.pick(['EUR', 'PLN']) : 'PLN';
}

function numberOf(world: World, random: Random, source: string): string {
  return source === 'allegro' ? [8, 4, 4, 4, 12].map((length) => random.text(length, HEX)).join('-') : world.nextNumber(random);
}

/** The account of a source that is used when none is named. */
export function usualAccount(source: string): number | null {
  return INTEGRATIONS.find(({ provider }) => provider === source)?.account_id ?? null;
}
