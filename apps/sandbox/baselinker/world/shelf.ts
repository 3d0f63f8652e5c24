/** The orders, by number and by confirmation. */
import { Contacts } from './contacts.js';
import type { Order } from './model.js';

type Place = { readonly key: number; readonly tie: number; readonly order: Order };

/** Orders of one second stand in a fixed sequence that has nothing to do with their numbers: none is promised. */
function tieOf(id: number): number {
  return Math.imul(id ^ (id >>> 7), 2_654_435_761) >>> 0;
}

/** Index of the first place that is not before the key. */
function lowerBound(places: readonly Place[], key: number, tie: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const place = places[middle];
    if (place !== undefined && (place.key < key || (place.key === key && place.tie < tie))) low = middle + 1;
    else high = middle;
  }
  return low;
}

export class Shelf {
  readonly contacts = new Contacts();
  private readonly known = new Map<number, Order>();
  private readonly byId: Place[] = [];
  private readonly byConfirmation: Place[] = [];

  get(id: number): Order | undefined {
    return this.known.get(id);
  }

  get size(): number {
    return this.known.size;
  }

  ids(): readonly number[] {
    return this.byId.map(({ order }) => order.id);
  }

  add(order: Order): void {
    this.known.set(order.id, order);
    this.contacts.put(order);
    put(this.byId, { key: order.id, tie: 0, order });
    put(this.byConfirmation, { key: order.dateConfirmed, tie: tieOf(order.id), order });
  }

  remove(order: Order): void {
    this.known.delete(order.id);
    this.contacts.drop(order);
    take(this.byId, order.id, 0);
    take(this.byConfirmation, order.dateConfirmed, tieOf(order.id));
  }

  /** Changes when an order was confirmed. */
  confirm(order: Order, seconds: number): void {
    take(this.byConfirmation, order.dateConfirmed, tieOf(order.id));
    order.confirmed = true;
    order.dateConfirmed = seconds;
    put(this.byConfirmation, { key: seconds, tie: tieOf(order.id), order });
  }

  /** Ascending by number, that one included. */
  *fromId(id: number): Generator<Order> {
    for (let at = lowerBound(this.byId, id, 0); at < this.byId.length; at += 1) {
      const place = this.byId[at];
      if (place !== undefined) yield place.order;
    }
  }

  /** Ascending by confirmation, that second included. */
  *fromConfirmed(seconds: number): Generator<Order> {
    for (let at = lowerBound(this.byConfirmation, seconds, 0); at < this.byConfirmation.length; at += 1) {
      const place = this.byConfirmation[at];
      if (place !== undefined) yield place.order;
    }
  }

  /** A few orders in the sequence the whole shelf has. */
  sorted(orders: Iterable<Order>, byNumber: boolean): readonly Order[] {
    return shuffled(orders).toSorted((a, b) => (byNumber ? a.id - b.id : a.dateConfirmed - b.dateConfirmed));
  }

  all(): Iterable<Order> {
    return this.known.values();
  }
}

/** In no sequence anybody promised. */
export function shuffled(orders: Iterable<Order>): readonly Order[] {
  return [...orders].sort((a, b) => tieOf(a.id) - tieOf(b.id));
}

function put(places: Place[], place: Place): void {
  places.splice(lowerBound(places, place.key, place.tie), 0, place);
}

function take(places: Place[], key: number, tie: number): void {
  places.splice(lowerBound(places, key, tie), 1);
}
