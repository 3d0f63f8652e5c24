import { buildEngine } from '../../test/support/engine.js';
import { cardOf, dumpRows, eraseCard, foundIn } from '../../test/support/erasing.js';
import { addSource, ago, customer, order, store } from '../../test/support/relay-records.js';

it('takes out an account with thousands of telephone numbers, as a reseller has', async () => {
  const house = await buildEngine();
  const source = await addSource(house, 'S1');
  const parcel = (n: number): object => ({ firstName: 'O', lastName: 'K', company: null, taxNumber: null, street: 's', street2: null, postcode: '0', city: 'x', country: 'PL', phones: [`605${String(100_000 + n)}`] });
  await store(house, source, [customer('1', 'kanarek@example.com'), customer('2', 'inna@example.com')]);
  await store(house, source, Array.from({ length: 3_000 }, (_, n) => order(`o${String(n)}`, '1', { createdAt: ago(100), deliveryAddress: parcel(n) as never })));
  await house.dataSource.query(`insert into audit (id, workspace_id, actor, action, object_kind, object_id, detail) select gen_random_uuid(), $1, 'a', 'x', 'x', 'y', jsonb_build_object('n', repeat('abcdef ', 20), 'phone', case when i = 7 then '605102999' end) from generate_series(1, 2000) i`, [house.workspaceId]);
  const receipt = await eraseCard(house, await cardOf(house, 'kanarek@example.com'));
  expect(receipt.removed).toMatchObject({ source_record: 3_001, audit: 1 });
  expect(receipt.search).toMatchObject({ found: [], unread: [] });
  expect(foundIn(await dumpRows(house), ['kanarek@', '605102999'])).toEqual([]);
  await house.close();
});
