import type { Settings } from '../options.js';
import type { Product } from './catalogue.js';
import type { ShopClock } from './clock.js';
import type { Basket, Channel, Client, Order, Subscriber } from './model.js';
import type { Random } from '../../common/random.js';
import { Store } from './store.js';

/** Something that happened, for those who notify others about it. */
export type WorldEvent =
  | { readonly kind: 'client'; readonly names: readonly string[]; readonly client: Client }
  | { readonly kind: 'order'; readonly names: readonly string[]; readonly order: Order }
  | { readonly kind: 'product'; readonly names: readonly string[]; readonly product: Product }
  | { readonly kind: 'basket'; readonly name: 'basket_product_added' | 'basket_edited'; readonly basket: Basket; readonly client: Client | null }
  | { readonly kind: 'newsletter'; readonly channel: Channel; readonly address: string; readonly shopId: number; readonly approved: boolean; readonly client: Client | null };

export type Tag = { readonly name: string; readonly value: number };

/** The whole simulated panel. */
export class World {
  readonly clients = new Store<Client>(10);
  readonly orders = new Store<Order>(1000);
  readonly subscribers: Subscriber[] = [];
  load: 'normal' | 'overloaded' = 'normal';
  /** Whether order rows carry the consent to share their data. */
  orderConsent: boolean;
  /** Baskets nobody has ordered yet, by whose they are. */
  readonly baskets = new Map<string, Basket>();
  /** Tags given by hand; of the others see `clients/tags`. */
  readonly tags = new Map<number, readonly Tag[]>();
  /** Fault codes for writes to clients, by client. */
  readonly refusedWrites = new Map<number, number>();
  /** Clients who were told of a change somebody made from outside. */
  readonly told: { readonly clientId: number; readonly channel: Channel }[] = [];
  /** Serial numbers of addresses and payments. */
  private numbers = { address: 9000, prepaid: 33_000, basket: 70_000 };
  private byClient: { readonly size: number; readonly last: Order | undefined; readonly map: ReadonlyMap<number, readonly Order[]> } | null = null;
  private happened = 0;
  private listener: ((event: WorldEvent) => void) | null = null;

  constructor(
    readonly settings: Settings,
    readonly clock: ShopClock,
    /** Ascending by id; a changed one is another object, because lines of orders keep what they were sold as. */
    public products: readonly Product[],
    /** What happens after the start draws from here. */
    readonly random: Random,
  ) {
    this.orderConsent = settings.orderConsent;
  }

  /** Orders of a client, oldest first. */
  ordersOf(clientId: number): readonly Order[] {
    // Made anew when orders came or went; a client's account in an order never changes.
    if (this.byClient?.size !== this.orders.rows.length || this.byClient.last !== this.orders.rows.at(-1)) {
      this.byClient = { size: this.orders.rows.length, last: this.orders.rows.at(-1), map: Map.groupBy(this.orders.rows, (order) => order.account.clientId) };
    }
    return this.byClient.map.get(clientId) ?? [];
  }

  next(kind: 'address' | 'prepaid' | 'basket'): number {
    this.numbers[kind] += 1;
    return this.numbers[kind];
  }

  shopName(shopId: number): string {
    return shopId === 1 ? 'sklep-przyklad.example.pl' : `sklep${String(shopId)}.example.pl`;
  }

  /** Differs after every change that a search could notice. */
  revision(): number {
    return this.happened + this.clients.changes + this.orders.changes;
  }

  listen(listener: (event: WorldEvent) => void): void {
    this.listener = listener;
  }

  /** Called when the change is complete. */
  emit(event: WorldEvent): void {
    this.happened += 1;
    this.listener?.(event);
  }
}

export function shopIds(settings: Settings): readonly number[] {
  return Array.from({ length: settings.shops }, (_unused, index) => index + 1);
}
