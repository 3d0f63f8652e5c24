import { nationalNumber } from '#libs/domain/phone.js';
import { idOf, isRow } from '../sdk/values.js';
import type { BaseLinkerClient } from './baselinker.client.js';

/**
 * Ids of orders with a telephone number (E.164). How the platform compares numbers is documented nowhere, so the digits without
 * the country and the full form are both asked for (sheet section 5): two requests. Some hits may bear another number.
 */
export async function findByPhone(client: BaseLinkerClient, phone: string, signal: AbortSignal): Promise<readonly string[]> {
  const ids = new Set<string>();
  for (const form of new Set([nationalNumber(phone), phone])) {
    const { rows } = await client.list('getOrdersByPhone', 'orders', { phone: form }, signal);
    for (const row of rows) {
      const id = isRow(row) ? idOf(row['order_id']) : null;
      if (id !== null) ids.add(id);
    }
  }
  return [...ids];
}
