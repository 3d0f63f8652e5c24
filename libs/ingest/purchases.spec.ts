import type { OrderRecord } from '#libs/domain/records.js';
import { addShop, buildHouse, emptyHouse, openPart, type House, type Shop } from '../../test/support/house.js';
import { ingestPages } from './ingest-pages.js';

const EMAIL = 'halina@wzorcowy.example';
let house: House;
let shop: Shop;
beforeAll(async () => {
  house = await buildHouse();
});
afterAll(async () => {
  await house.close();
});
beforeEach(async () => {
  await emptyHouse(house);
  shop = await addShop(house, 'HUB', ['id', 'last_order_date']);
});

/** Placed on that day of March, by the clocks of Warsaw. */
function order(day: number, more: Partial<OrderRecord> = {}): OrderRecord {
  const placedAt = { utc: `2026-03-${String(day).padStart(2, '0')}T23:30:00.000Z`, local: `2026-03-${String(day + 1).padStart(2, '0')} 00:30:00` };
  return {
    kind: 'order', externalId: String(day), shop: null, zone: 'Europe/Warsaw', createdAt: { utc: placedAt.utc }, updatedAt: null, reference: `N${String(day)}`, ownerId: null, placedAt, status: 'sale', currency: 'PLN', total: '10.00',
    paid: null, shipping: null, discount: null, payment: null, carrier: null, waybill: null, deliveryAddressId: null, invoiceAddressId: null, deliveryAddress: null, invoiceAddress: null,
    contact: { email: EMAIL, firstName: null, lastName: 'Wzorcowa', company: null, phones: [] }, marketplace: null, note: null, lines: [], counts: true, ...more,
  };
}

let asked = Date.UTC(2026, 3, 1);
async function put(...orders: readonly OrderRecord[]): Promise<void> {
  const part = await openPart(house, shop, 'orders', { lane: 'delta' });
  asked += 1_000;
  const page = { records: orders, rejects: [], excluded: [], cursor: { at: asked }, done: true, requestedMs: asked };
  expect((await ingestPages(house.dataSource, { ...part.context, trustedTime: false }, part.progress, [page])).status).toBe('committed');
}

const lastOrder = async (): Promise<(string | null)[]> =>
  (await house.dataSource.query<{ day: string | null }[]>(`select v.date_value::text as day from customer c left join customer_field_value v on v.customer_id = c.id where c.merged_into is null`)).map(({ day }) => day);

describe('the date of the last order', () => {
  it('is the local day of the newest order that counts', async () => {
    await put(order(3), order(9, { counts: false, status: 'draft' }), order(5));
    expect(await lastOrder()).toEqual(['2026-03-06']);
  });

  it('goes back when the newest order turns out to be no purchase, and comes again with it', async () => {
    await put(order(3), order(9));
    expect(await lastOrder()).toEqual(['2026-03-10']);
    await put(order(9, { counts: false, status: 'cancel' }));
    expect(await lastOrder()).toEqual(['2026-03-04']);
    await put(order(9));
    expect(await lastOrder()).toEqual(['2026-03-10']);
  });

  it('is gone when the only order is cancelled', async () => {
    await put(order(3));
    await put(order(3, { counts: false }));
    expect(await lastOrder()).toEqual([null]);
  });

  it('is the same whichever comes first: the cancellation, another order, or both at once', async () => {
    const cancelled = order(9, { counts: false });
    const ways: (() => Promise<void>)[] = [
      async () => { await put(order(9)); await put(cancelled); await put(order(3)); },
      async () => { await put(order(3)); await put(order(9)); await put(cancelled); },
      async () => { await put(order(9)); await put(order(3), cancelled); },
      async () => { await put(cancelled, order(3)); },
    ];
    const dates: unknown[] = [];
    for (const way of ways) {
      await emptyHouse(house);
      shop = await addShop(house, 'HUB', ['id', 'last_order_date']);
      await way();
      dates.push(await lastOrder());
    }
    expect(dates).toEqual(ways.map(() => ['2026-03-04']));
  });

  it('takes every order of a platform that tells of no purchases', async () => {
    const { counts: _counts, ...plain } = order(9, { status: 'cancel' });
    await put(plain);
    expect(await lastOrder()).toEqual(['2026-03-10']);
  });

  it('is no matter of a note that speaks of counting', async () => {
    await put(order(3, { note: 'a "counts":false b' }), order(9, { note: '"counts":false' }));
    await put(order(9, { counts: false }));
    expect(await lastOrder()).toEqual(['2026-03-04']);
  });
});

describe('the owner of an order', () => {
  it('is asked for although an e-mail has led to a card, once, and not when the shop does not know them', async () => {
    const queued = (): Promise<unknown[]> => house.dataSource.query(`select stream, external_id, origin from inbox`);
    await put(order(3, { ownerId: '77' }));
    expect(await queued()).toEqual([{ stream: 'customers', external_id: '77', origin: 'dependent' }]);
    await house.dataSource.query(`delete from inbox`);
    await house.dataSource.query(`insert into absent_record (integration_id, stream, external_id) values ($1, 'customers', '77')`, [shop.id]);
    await put(order(5, { ownerId: '77' }));
    expect(await queued()).toEqual([]);
  });
});
