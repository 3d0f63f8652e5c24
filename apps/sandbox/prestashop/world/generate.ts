/** The seeded history of a shop: the same settings give the same rows. */
import { RESOURCE_NAMES, type ResourceName } from '../fields.js';
import type { Settings } from '../options.js';
import { profileOf } from '../profile.js';
import type { Row } from '../data/row.js';
import { Table } from '../data/table.js';
import { supplierAddressRow } from './address-row.js';
import { ShopClock } from './clock.js';
import type { CustomerKind } from './customer-row.js';
import { configurations, countries, currencies, languages, orderStates, shops } from './dictionaries.js';
import { newAddress, newCustomer } from './growth.js';
import { generateOrders, type Buyer } from './order-history.js';
import { Random } from '../../common/random.js';
import type { Directory, Shop } from './shop.js';
import { ascending, saved, stampImports, type Period } from './timeline.js';

const DATED: readonly ResourceName[] = ['addresses', 'customers', 'orders'];
const DAY = 86_400_000;

export function generateShop(settings: Settings): Shop {
  const random = new Random(settings.seed);
  const clock = new ShopClock(settings.timezone, settings.now);
  const profile = profileOf(settings.profile);
  const period = periodOf(settings);
  const tables = Object.fromEntries(RESOURCE_NAMES.map((name) => [name, new Table(DATED.includes(name))])) as Record<ResourceName, Table>;
  const people: Directory = { accounts: [], addresses: new Map(), buyers: [], buyerOf: new Map(), emails: [], technicalId: 0, counter: 0 };
  const shop: Shop = { settings, profile, clock, tables, people, random };
  tables.languages.load(languages(settings.languages));
  tables.currencies.load(currencies(settings.shops));
  tables.countries.load(countries(settings.shops));
  tables.order_states.load(orderStates(profile));
  tables.shops.load(shops(settings.shops));
  tables.configurations.load(configurations(settings, clock.text(period.start)));
  const { buyers, goneIds } = generateCustomers(shop, random, period);
  generateAddresses(shop, random, period, buyers);
  generateOrders(shop, random, period, buyers, goneIds);
  return { ...shop, random: new Random(settings.seed + 7919) };
}

function periodOf(settings: Settings): Period {
  // A machine whose calendar is behind must not see a shop from the future: its delta would never begin.
  const end = Math.min(Date.parse(settings.historyEnd), Math.floor(settings.now() / DAY) * DAY);
  return { start: end - settings.historyDays * DAY, end };
}

function generateCustomers(shop: Shop, random: Random, period: Period): { readonly buyers: Buyer[]; readonly goneIds: number[] } {
  const { customers: count, orders, shares } = shop.settings;
  const created = ascending(random, count, period);
  const updated = saved(random, created, period, 0.4, 200);
  stampImports(random, created, updated, period, shares.importTies);
  const allegro = count === 0 ? 0 : Math.min(0.4, (shares.allegro * orders * 0.8) / count);
  const rows: Row[] = [];
  const buyers: Buyer[] = [];
  const goneIds: number[] = [];
  let id = 0;
  created.forEach((at, index) => {
    id += 1;
    if (shares.orphanedOrders > 0 && index > 0 && (random.chance(0.005) || index === count >> 1)) {
      goneIds.push(id);
      id += 1;
    }
    const kind = kindOf(random, index, allegro, shares.guests);
    const row = newCustomer(shop, random, id, kind, { created: shop.clock.text(at), updated: shop.clock.text(updated[index] ?? at) });
    rows.push(row);
    buyers.push({ row, kind, at });
  });
  shop.tables.customers.load(rows);
  return { buyers, goneIds };
}

function kindOf(random: Random, index: number, allegro: number, guests: number): CustomerKind {
  if (index === 0) return 'technical';
  const roll = random.next();
  if (roll < allegro) return 'allegro';
  return roll < allegro + guests ? 'guest' : 'account';
}

function generateAddresses(shop: Shop, random: Random, period: Period, buyers: readonly Buyer[]): void {
  const owners: Buyer[] = [];
  for (const buyer of buyers) {
    if (buyer.kind === 'account' && random.chance(0.08)) continue;
    owners.push(buyer);
    if (buyer.kind === 'account' && random.chance(0.25)) owners.push(buyer);
  }
  const created = owners.map((buyer) => buyer.at);
  const updated = saved(random, created, period, 0.2, 300);
  stampImports(random, created, updated, period, shop.settings.shares.importTies);
  const rows = owners.map((buyer, index) =>
    newAddress(shop, random, index + 2, buyer.row, { created: shop.clock.text(buyer.at), updated: shop.clock.text(updated[index] ?? buyer.at) }),
  );
  shop.tables.addresses.load([supplierAddressRow(1, shop.clock.text(period.start)), ...rows]);
}
