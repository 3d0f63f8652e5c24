import fc from 'fast-check';
import { addShop, buildHouse, emptyHouse, type House } from '../../test/support/house.js';
import { forget, read, rule, rulings, shown, world } from '../../test/support/colliding-world.js';

let house: House;
beforeAll(async () => {
  house = await buildHouse();
});
afterAll(async () => {
  await house.close();
});

describe('any order, partition and parallelism of the same records under the same decisions', () => {
  it('gives the same cards and proposals', async () => {
    const met = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(world, rulings, fc.array(fc.nat(), { minLength: 300, maxLength: 300 }), async (copies, list, numbers) => {
        let drawn = 0;
        const noise = (): number => numbers[(drawn += 1) % numbers.length] ?? 0;
        const results: { readonly text: string; readonly told: readonly string[] }[] = [];
        for (const lanes of [1, 2]) {
          await emptyHouse(house);
          const shops = [await addShop(house, 'PS1', ['id', 'last_order_date', 'allegro_login']), await addShop(house, 'PS2', ['id'])];
          await read(house, shops, copies, lanes, noise);
          const told = await rule(house, shops, copies, list);
          results.push({ text: await shown(house), told });
          // The same records again, from nothing, under what was decided.
          await forget(house);
          await read(house, shops, copies, lanes, noise);
          results.push({ text: await shown(house), told });
          for (const entry of told) met.set(entry, (met.get(entry) ?? 0) + 1);
        }
        for (const result of results.slice(1)) expect(result).toEqual(results[0]);
      }),
      { numRuns: 50 },
    );
    // The world is such that everything happens in it.
    for (const entry of ['merge done', 'split done', 'refuse done', 'undo done', 'split records_not_separable', 'split follows_its_customer']) expect(met.get(entry) ?? 0).toBeGreaterThan(0);
  });
});
