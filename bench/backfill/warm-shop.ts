import { ShopReader } from '../baseline/shop-reader.js';
import { STREAMS } from '../baseline/streams.js';
import type { SimulatedShop } from '../shop.js';

/**
 * Reads every page once, unmeasured: the simulated shop keeps the text of a row once it was asked for, and whoever reads
 * first would pay for the others.
 */
export async function warmShop(shop: SimulatedShop): Promise<void> {
  await shop.setLatency(0);
  const reader = new ShopReader(shop.url, shop.key, 1);
  for (const stream of STREAMS) {
    const highest = await reader.highestId(stream);
    for (let first = 1; first <= highest; ) {
      const rows = await reader.page(stream, first, highest);
      first = Number(rows.at(-1)?.['id'] ?? highest) + 1;
    }
  }
  await reader.close();
}
