/** Everything a test or the demo may do to the simulated panel; the same operations are offered over HTTP. */
import type { AccessKey, KeyPatch } from '../keys.js';
import { clientRow } from '../render/client-row.js';
import { orderRow } from '../render/order-row.js';
import { changeAddress, createClient, editSilently, removeAddress, touchClient, type AddressPatch, type ClientPatch, type NewClient } from '../world/client-changes.js';
import { textOf } from '../world/clock.js';
import type { Channel, DamageKind } from '../world/model.js';
import { productRow } from '../render/product-row.js';
import { createProduct, deleteProduct, editProductSilently, removeProduct, touchProduct, type ProductPatch } from '../world/product-changes.js';
import { setConsent, subscribe, subscriptions, unsubscribe, type Subscription } from '../world/newsletter.js';
import { joinOrders, touchOrder, type OrderPatch } from '../world/order-changes.js';
import { sell, sellTo } from '../world/sell.js';
import { changeBasket, type BasketChange } from '../world/shopping.js';
import type { Tag, World } from '../world/world.js';
import type { HookState, WebhookRequest } from '../webhooks/hooks.js';
import type { Delivery, Sender } from '../webhooks/sender.js';
import type { Webhooks } from '../webhooks/webhooks.js';
import { damage } from './damage.js';
import type { Fault, Faults } from './faults.js';
import type { RateLimit } from '../../common/rate.js';
import type { LoggedRequest, Stats, StatsBook } from '../../common/stats.js';

/** `products`: those in the catalogue, without deleted ones. */
export type Resource = 'clients' | 'orders' | 'products';
export type DamagedResource = Resource | 'newsletter';

export interface IdoSellControl {
  stats(): Stats;
  resetStats(): void;
  /** Replaces the faults in force; null = none. */
  setFault(fault: Fault | readonly Fault[] | null): void;
  /** A right of '' takes the module away. */
  setKey(patch: KeyPatch): void;
  setLatency(ms: number): void;
  /** null = no limit. */
  setRate(perMinute: number | null): void;
  setServerLoad(status: 'normal' | 'overloaded'): void;
  /** Whether order rows carry `emailProcessingConsent`. */
  setOrderConsent(shown: boolean): void;
  /** Places `n` orders now, some by new clients; gives serial numbers and the new clients' ids. */
  sell(n: number): { orders: number[]; clients: number[] };
  /** This client places an order now; gives its serial number. */
  sellTo(clientId: number): number;
  /** Replaces what is in a basket, and fires `basket_product_added` or `basket_edited`; gives the number of the basket. */
  changeBasket(change: BasketChange): number;
  /** Registers a client now (`oneOff`: buys without an account); gives the id. */
  createClient(patch?: NewClient): number;
  /** Edits and moves clientsLastModificationDate, also with an empty patch. @throws Error when there is no such client */
  touchClient(id: number, patch?: ClientPatch): void;
  /** Edits, moves no date and sends no webhook. @throws Error when there is no such client */
  editSilently(id: number, patch: ClientPatch): void;
  /** Edits and moves orderChangeDate, also with an empty patch. @throws Error when there is no such order */
  touchOrder(serial: number, patch?: OrderPatch): void;
  /** Edits the first delivery address of the client, or adds one; gives its id. */
  changeAddress(clientId: number, patch?: AddressPatch): number;
  removeAddress(clientId: number, addressId: number): void;
  /** Joins or leaves a newsletter list now; a one-off client gets a row of the list without an account. */
  setConsent(clientId: number, shopId: number, channel: Channel, state: 'y' | 'n'): void;
  /** Replaces the tags of a client; moves no date. */
  setTags(clientId: number, tags: readonly Tag[]): void;
  /** Writes to this client fail with the code from now on; null = they succeed again. */
  refuseWrites(clientId: number, faultCode: number | null): void;
  /** Clients who were told, by e-mail or SMS, of a change made from outside. */
  told(): readonly { readonly clientId: number; readonly channel: Channel }[];
  /** Somebody without an account. */
  subscribe(address: string, shopId: number, channel: Channel): void;
  unsubscribe(address: string, shopId: number, channel: Channel): void;
  /** Status `joined`; the products move to the other order. */
  joinOrders(serial: number, into: number): void;
  /** Leaves no tombstone; orders keep their copy of the client. */
  removeClient(id: number): void;
  removeOrder(serial: number): void;
  /** Adds a product to the catalogue; gives its number. Prices are grosze. */
  createProduct(patch?: ProductPatch): number;
  /** Edits and moves productModificationTime, also with an empty patch. @throws Error when there is no such product */
  touchProduct(id: number, patch?: ProductPatch): void;
  /** Edits and moves no date, as stock and price integrations do. */
  editProductSilently(id: number, patch: ProductPatch): void;
  /** Only the search among deleted products gives it from now on. */
  deleteProduct(id: number): void;
  /** Leaves no trace in any read. */
  removeProduct(id: number): void;
  /** Spoils one record until healed. In `newsletter` the id is a client's, or -1, -2, … for the first, second, … row without an account. */
  corrupt(resource: DamagedResource, id: number, kind: DamageKind): void;
  heal(resource: DamagedResource, id: number): void;
  /** Stops the clock at an instant (ISO 8601 with offset); null = real time again. */
  setClock(iso: string | null): void;
  advanceClock(seconds: number): void;
  /** The shop's wall clock as text. */
  clock(): string;
  /** `subscribers`: addresses on newsletter lists without an account. */
  counts(): { clients: number; orders: number; subscribers: number };
  /** Ascending. */
  ids(resource: Resource): readonly number[];
  /** The row as version 8 of the API gives it; null = no such record. */
  record(resource: Resource, id: number): Record<string, unknown> | null;
  subscriptions(): readonly Subscription[];
  /** @throws Error for an unknown event or an address that is not loopback */
  addWebhook(hook: WebhookRequest): number;
  /** Registers the webhooks of a campaign file; gives their number. @throws Error when the file is not of the known form */
  importCampaign(xml: string): number;
  webhooks(): readonly HookState[];
  removeWebhooks(): void;
  /** Replaces all settings of the delivery. */
  setDelivery(options: Delivery): void;
  /** Sends one by hand, panel or campaign event, to everybody who listens for it. */
  sendWebhook(event: string, id: number): void;
  /** Resolves when no delivery waits or is under way. */
  idle(): Promise<void>;
  /** Called before each API request is answered, to change the shop while it is being read; in-process only. */
  onRequest(listener: ((request: LoggedRequest) => void) | null): void;
}

export type ControlParts = {
  readonly world: World;
  readonly key: AccessKey;
  readonly faults: Faults;
  readonly stats: StatsBook;
  readonly rate: RateLimit;
  readonly latency: { ms: number };
  readonly webhooks: Webhooks;
  readonly sender: Sender;
  readonly listen: (listener: ((request: LoggedRequest) => void) | null) => void;
};

export function createControl({ world, key, faults, stats, rate, latency, webhooks, sender, listen }: ControlParts): IdoSellControl {
  return {
    stats: () => stats.read(),
    resetStats: () => { stats.reset(); },
    setFault: (fault) => { faults.set(fault === null ? [] : 'kind' in fault ? [fault] : fault); },
    setKey: (patch) => { key.set(patch); },
    setLatency: (ms) => { latency.ms = ms; },
    setRate: (perMinute) => { rate.perMinute = perMinute; },
    setServerLoad: (status) => { world.load = status; },
    setOrderConsent: (shown) => { world.orderConsent = shown; },
    sell: (n) => sell(world, n),
    sellTo: (clientId) => sellTo(world, clientId),
    changeBasket: (change) => changeBasket(world, change),
    createClient: (patch = {}) => createClient(world, patch),
    touchClient: (id, patch = {}) => { touchClient(world, id, patch); },
    editSilently: (id, patch) => { editSilently(world, id, patch); },
    touchOrder: (serial, patch = {}) => { touchOrder(world, serial, patch); },
    changeAddress: (clientId, patch = {}) => changeAddress(world, clientId, patch),
    removeAddress: (clientId, addressId) => { removeAddress(world, clientId, addressId); },
    setConsent: (clientId, shopId, channel, state) => { setConsent(world, clientId, shopId, channel, state === 'y'); },
    setTags: (clientId, tags) => { world.tags.set(world.clients.need(clientId).id, tags); },
    refuseWrites: (clientId, faultCode) => {
      if (faultCode === null) world.refusedWrites.delete(clientId);
      else world.refusedWrites.set(clientId, faultCode);
    },
    told: () => [...world.told],
    subscribe: (address, shopId, channel) => { subscribe(world, address, shopId, channel); },
    unsubscribe: (address, shopId, channel) => { unsubscribe(world, address, shopId, channel); },
    joinOrders: (serial, into) => { joinOrders(world, serial, into); },
    removeClient: (id) => { world.clients.need(id); world.clients.remove(id); },
    removeOrder: (serial) => { world.orders.need(serial); world.orders.remove(serial); },
    createProduct: (patch = {}) => createProduct(world, patch),
    touchProduct: (id, patch = {}) => { touchProduct(world, id, patch); },
    editProductSilently: (id, patch) => { editProductSilently(world, id, patch); },
    deleteProduct: (id) => { deleteProduct(world, id); },
    removeProduct: (id) => { removeProduct(world, id); },
    corrupt: (resource, id, kind) => { damage(world, resource, id, kind); },
    heal: (resource, id) => { damage(world, resource, id, null); },
    setClock: (iso) => { world.clock.set(iso); },
    advanceClock: (seconds) => { world.clock.advance(seconds); },
    clock: () => textOf(world.clock.now()),
    counts: () => ({ clients: world.clients.rows.length, orders: world.orders.rows.length, subscribers: world.subscribers.length }),
    ids: (resource) => (resource === 'products' ? world.products.filter((product) => !product.deleted) : world[resource].rows).map((row) => row.id),
    record: (resource, id) => record(world, resource, id),
    subscriptions: () => subscriptions(world),
    addWebhook: (hook) => webhooks.add(hook),
    importCampaign: (xml) => webhooks.importCampaign(xml),
    webhooks: () => webhooks.list(),
    removeWebhooks: () => { webhooks.clear(); },
    setDelivery: (options) => { sender.configure(options); },
    sendWebhook: (event, id) => { webhooks.sendOne(event, id); },
    idle: () => sender.idle(),
    onRequest: listen,
  };
}

/** As a client of the API reads it: through JSON. */
function record(world: World, resource: Resource, id: number): Record<string, unknown> | null {
  const client = resource === 'clients' ? world.clients.get(id) : undefined;
  const order = resource === 'orders' ? world.orders.get(id) : undefined;
  const product = resource === 'products' ? world.products.find((one) => one.id === id) : undefined;
  const row = product !== undefined ? productRow(world, product, { version: 8, promotions: true }) : client !== undefined ? clientRow(world, client) : order !== undefined ? orderRow(world, order, { version: 8, folded: false }) : null;
  return row === null ? null : (JSON.parse(JSON.stringify(row)) as Record<string, unknown>);
}
