import type { RateLimit } from '../../common/rate.js';
import type { LoggedRequest, StatsBook } from '../../common/stats.js';
import type { Access } from '../access.js';
import { orderRow } from '../render/order-row.js';
import { partnerRow } from '../render/partner-row.js';
import { editLine, editOrder, editPartner, setStatus } from '../world/changes.js';
import { STATUSES } from '../world/dictionaries.js';
import { waybill } from '../world/generate.js';
import { addPartner } from '../world/make-partners.js';
import { totalOf, type Order } from '../world/model.js';
import { sell } from '../world/sell.js';
import type { World } from '../world/world.js';
import type { IdeaCommerceControl, NewPartner, OrderTruth } from './control.js';
import type { Faults } from './faults.js';

export type ControlParts = {
  readonly world: World;
  readonly access: Access;
  readonly rate: RateLimit;
  readonly stats: StatsBook;
  readonly faults: Faults;
  readonly latency: { ms: number };
  readonly listen: (listener: ((request: LoggedRequest) => void) | null) => void;
};

const NO_PLACE = { street: null, zip: null, city: null, countryCode: null };

export function createControl({ world, access, rate, stats, faults, latency, listen }: ControlParts): IdeaCommerceControl {
  const { orders, partners, clock } = world;
  let touches = 0;
  const truth = (order: Order): OrderTruth => structuredClone({ ...order, total: totalOf(order) });
  const create = ({ personKey = '', ...given }: NewPartner = {}): number => addPartner(world, world.random, { personKey, name: 'Nowy Wzorcowy', email: null, ...NO_PLACE, type: 'contact', ...given }).id;
  return {
    sell: (sale = {}) => sell(world, sale),
    sellMany: (n, sale = {}) => Array.from({ length: n }, () => sell(world, sale)),
    manyInOneSecond: (n, sale = {}) => {
      const now = Math.floor(clock.nowMs() / 1000) * 1000;
      return Array.from({ length: n }, () => sell(world, sale, now));
    },
    setStatus: (id, status) => { setStatus(world, id, status); },
    editSilently: (id, patch) => { editOrder(world, id, patch); },
    touch: (id) => { touches += 1; editOrder(world, id, { note: `Uwaga ${String(touches)}` }); },
    editLine: (id, lineId, patch) => { editLine(world, id, lineId, patch); },
    addWaybill: (id, given) => {
      const text = given ?? waybill(world.random);
      editOrder(world, id, { waybills: [...orders.need(id).waybills, text] });
      return text;
    },
    remove: (id) => { world.remove('orders', id); },
    addPartner: create,
    editPartner: (id, patch) => { editPartner(world, id, patch); },
    removePartner: (id) => { world.remove('partners', id); },
    damage: (record, id, kind) => { world.damage(record, id, kind); },
    heal: (record, id) => { world.heal(record, id); },
    setFault: (fault) => { faults.set(fault === null ? [] : 'kind' in fault ? [fault] : fault); },
    faultHits: () => faults.hits(),
    configure: (patch) => { world.behaviour = { ...world.behaviour, ...patch }; },
    setLatency: (ms) => { latency.ms = ms; },
    setRate: (perMinute) => { rate.perMinute = perMinute === 0 ? null : perMinute; },
    revokeToken: () => { access.revoke(); },
    setToken: (token) => { access.renew(token); },
    forbid: (resources, as = 'refused') => { access.forbid(resources, as); },
    advance: (seconds) => { clock.advance(seconds); },
    nowMs: () => clock.nowMs(),
    stats: () => stats.read(),
    resetStats: () => { stats.reset(); },
    requests: () => { const { requests, byResource } = stats.read(); return { total: requests, byResource }; },
    onRequest: listen,
    ids: () => orders.list().map(({ id }) => id),
    partnerIds: () => partners.list().map(({ id }) => id),
    idlePartnerIds: () => idlePartners(world),
    counts: () => ({ orders: orders.size, partners: partners.size, removed: world.removed.length, people: world.cast.people.length }),
    order: (id) => { const order = orders.get(id); return order === undefined ? null : truth(order); },
    orders: () => orders.list().map(truth),
    partner: (id) => structuredClone(partners.get(id)) ?? null,
    partners: () => structuredClone(partners.list()),
    row: (id) => { const order = orders.get(id); return order === undefined ? null : orderRow(world, order, { lang: 'pl_PL', single: true }); },
    partnerRow: (id) => { const partner = partners.get(id); return partner === undefined ? null : partnerRow(world, partner); },
    people: () => [...world.cast.people],
    removed: () => [...world.removed],
    statuses: () => STATUSES,
    secrets: () => [world.settings.token, ...orders.list().flatMap(({ secrets }) => [secrets.panel, secrets.client, secrets.rma])],
  };
}

function idlePartners({ orders, partners }: World): readonly number[] {
  const named = new Set(orders.list().flatMap((order) => [order.deliveryPartnerId, order.invoicePartnerId]));
  return partners.list().filter(({ id, personKey }) => personKey === '' && !named.has(id)).map(({ id }) => id);
}
