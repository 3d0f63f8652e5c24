import fc from 'fast-check';
import { forget, placeOf, read, rule, rulings, shown, world } from '../../test/support/colliding-world.js';
import { buildEngine, type EngineHouse } from '../../test/support/engine.js';
import { eraseCard } from '../../test/support/erasing.js';
import { addShop, emptyHouse } from '../../test/support/house.js';

let house: EngineHouse;
beforeAll(async () => { house = await buildEngine(); });
afterAll(async () => { await house.close(); });

describe('any order, partition and parallelism of the same records after an erasure', () => {
  it('gives the same cards and proposals as the erasure left, and nobody who was erased', async () => {
    const met = { erased: 0, left: 0, decided: 0 };
    await fc.assert(
      fc.asyncProperty(world, rulings, fc.nat(13), fc.array(fc.nat(), { minLength: 300, maxLength: 300 }), async (copies, list, whom, numbers) => {
        let drawn = 0;
        const noise = (): number => numbers[(drawn += 1) % numbers.length] ?? 0;
        await emptyHouse(house);
        const shops = [await addShop(house, 'PS1', ['id', 'last_order_date', 'allegro_login']), await addShop(house, 'PS2', ['id'])];
        await read(house, shops, copies, 1, noise);
        const told = await rule(house, shops, copies, list);
        const place = await placeOf(house, shops, copies, whom);
        if (place === null) return;
        await eraseCard(house, place.card);
        const left = await shown(house);
        met.erased += 1;
        met.left += Number(left.includes('@'));
        met.decided += Number(told.some((one) => one.endsWith('done')));
        for (const lanes of [1, 2]) {
          // Over what is stored, and from nothing.
          await read(house, shops, copies, lanes, noise);
          expect(await shown(house)).toBe(left);
          await forget(house);
          await read(house, shops, copies, lanes, noise);
          expect(await shown(house)).toBe(left);
        }
      }),
      { numRuns: 20 },
    );
    for (const count of Object.values(met)) expect(count).toBeGreaterThan(5);
  });
});
