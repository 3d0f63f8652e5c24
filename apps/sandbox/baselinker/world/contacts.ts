/** Orders by telephone and e-mail, so that a look-up in a large account stays quick. */
import type { Order } from './model.js';

/** Digits alone; of a Polish number without its prefix. */
export function nationalDigits(phone: string): string {
  const digits = phone.replace(/\D/gu, '');
  return /^(?:00)?48\d{9}$/u.test(digits) ? digits.slice(-9) : digits;
}

export class Contacts {
  private readonly places = new Map<string, Set<Order>>();
  private readonly keys = new Map<number, readonly string[]>();

  /** New or changed. */
  put(order: Order): void {
    this.drop(order);
    const keys = [phoneKey(order.phone), emailKey(order.email)];
    this.keys.set(order.id, keys);
    for (const key of keys) {
      const place = this.places.get(key);
      if (place === undefined) this.places.set(key, new Set([order]));
      else place.add(order);
    }
  }

  drop(order: Order): void {
    for (const key of this.keys.get(order.id) ?? []) {
      const place = this.places.get(key);
      place?.delete(order);
      if (place?.size === 0) this.places.delete(key);
    }
    this.keys.delete(order.id);
  }

  /** Whose digits are the same, however they are written. */
  byPhone(phone: string): Iterable<Order> {
    return this.places.get(phoneKey(phone)) ?? [];
  }

  byEmail(email: string): Iterable<Order> {
    return this.places.get(emailKey(email)) ?? [];
  }
}

const phoneKey = (phone: string): string => `tel ${nationalDigits(phone)}`;
const emailKey = (email: string): string => `mail ${email.toLowerCase()}`;
