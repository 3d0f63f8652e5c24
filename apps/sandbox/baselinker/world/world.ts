/** The account: orders, journal, people, and the counters numbers come from. */
import { Random } from '../../common/random.js';
import type { Behaviour, Settings } from '../options.js';
import { Cast } from './cast.js';
import { Clock } from './clock.js';
import type { DamageKind } from './damage.js';
import { Journal } from './journal.js';
import type { Order } from './model.js';
import { Shelf } from './shelf.js';

/** What an unconfirmed order does not show yet. */
export type Withheld = Pick<Order, 'phone' | 'deliveryMethod' | 'deliveryPrice' | 'paymentMethod'> & { readonly delivery: Order['delivery']; readonly invoice: Order['invoice'] };

export class World {
  readonly clock: Clock;
  /** Of everything that happens after the history. */
  readonly random: Random;
  readonly cast: Cast;
  readonly shelf = new Shelf();
  readonly journal: Journal;
  readonly removed: number[] = [];
  readonly damaged = new Map<number, DamageKind>();
  readonly withheld = new Map<number, Withheld>();
  behaviour: Behaviour;
  private lastOrder = 31_400_000;
  private lastLine = 77_100_000;
  private lastShopOrder = 2_800;

  constructor(readonly settings: Settings) {
    this.behaviour = settings;
    this.clock = new Clock(settings.now);
    this.random = new Random(settings.seed + 7919);
    this.cast = new Cast(new Random(settings.seed + 211));
    this.journal = new Journal(this.clock, new Random(settings.seed + 307), settings.journalOn);
  }

  /** @throws Error when there is no such order */
  need(id: number): Order {
    const order = this.shelf.get(id);
    if (order === undefined) throw new Error(`There is no order ${String(id)}`);
    return order;
  }

  /** Numbers are shared with other accounts, so they jump. */
  nextOrder(random: Random): number {
    this.lastOrder += random.int(1, 40);
    return this.lastOrder;
  }

  nextLine(random: Random): number {
    this.lastLine += random.int(1, 90);
    return this.lastLine;
  }

  nextShopOrder(): number {
    this.lastShopOrder += 1;
    return this.lastShopOrder;
  }
}
