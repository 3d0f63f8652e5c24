import type { PostalAddress } from '#libs/domain/records.js';
import { addressRecord, orderRecord } from '../testing/card-rows.js';
import { AddressBook } from './address-book.js';
import type { Stored } from './stored-record.js';

const stored = (integrationId: string, record: ReturnType<typeof orderRecord>): Stored<'order'> => ({
  id: record.externalId, integrationId, customerId: null, kind: 'order', externalId: record.externalId, body: '', placedAt: null, goneAt: null, record,
});
const own: PostalAddress = { ...addressRecord('0', '1').address, street: 'Własna 1' };

describe('addresses of orders', () => {
  const asked: unknown[][] = [];
  const manager = {
    query: <T>(_sql: string, values?: unknown[]): Promise<T> => {
      asked.push(values ?? []);
      return Promise.resolve([{ ...stored('a', orderRecord('5', '1')), kind: 'address', externalId: '5', body: JSON.stringify(addressRecord('5', '1')) }] as T);
    },
  };

  beforeEach(() => {
    asked.length = 0;
  });

  it('are read in one statement for a whole list, each once', async () => {
    const orders = [stored('a', orderRecord('1', '1', { deliveryAddressId: '5', invoiceAddressId: '5' })), stored('a', orderRecord('2', '1', { deliveryAddressId: '6' })), stored('b', orderRecord('3', '1', { deliveryAddressId: '5' }))];
    const book = await AddressBook.of(manager, orders);
    expect(asked).toEqual([[['a', 'a', 'b'], ['5', '6', '5']]]);
    const [first, second, foreign] = orders;
    if (!first || !second || !foreign) throw new Error('three orders');
    expect(book.delivery(first)).toMatchObject({ street: 'Wymyślona 1' });
    expect(book.invoice(first)).toMatchObject({ street: 'Wymyślona 1' });
    expect([book.delivery(second), book.delivery(foreign), book.invoice(second)]).toEqual([null, null, null]);
  });

  it('are not asked for when the orders bring them or name none', async () => {
    const order = stored('a', orderRecord('1', '1', { deliveryAddress: own, deliveryAddressId: '5' }));
    const book = await AddressBook.of(manager, [order, stored('a', orderRecord('2', '1'))]);
    expect(asked).toEqual([]);
    expect(book.delivery(order)).toBe(own);
  });
});
