import type { Lifetime } from '../lifetime.js';
import { control, type Sandbox } from './sandbox-process.js';

const SELL_EVERY_S = 10;
export const SELLING = `every ${String(SELL_EVERY_S)} s`;

/** From now on each platform sells by itself. Not before: while the demo shows something, nothing else happens that would blur it. */
export function keepSelling(platforms: readonly Sandbox[], lifetime: Lifetime): void {
  const timer = setInterval(() => {
    // A simulated shop that is just ending sells nothing any more; that is no matter for a report.
    for (const shop of platforms) control(shop, ['baselinker', 'idea-commerce'].includes(shop.platform) ? 'sellMany' : 'sell', { n: 1 }).catch(() => undefined);
  }, SELL_EVERY_S * 1_000);
  lifetime.defer('sales', () => { clearInterval(timer); });
}
