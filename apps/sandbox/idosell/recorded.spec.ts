/** The recorded order of a live shop: every key it has, an order of the sandbox has. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { startIdoSellSandbox } from './idosell-sandbox.js';
import { allOrders, type Row } from './spec-client.js';

const FILE = resolve('..', 'shared', 'samples', 'idosell.json');
/** Only some orders have them, or only clients who came from the shop front. */
const OPTIONAL = new Set(['orderSourceResults.orderSourceDetails.sourcePageUrl']);
const suite = existsSync(FILE) ? describe : describe.skip;

/** Paths of all keys; entries of a list count as one. */
function keysOf(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((item) => keysOf(item, `${path}[]`)))];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [`${path}.${name}`.replace(/^\./, ''), ...keysOf(inner, `${path}.${name}`.replace(/^\./, ''))]);
}

suite('the recorded order', () => {
  const recorded = (): Row => (JSON.parse(readFileSync(FILE, 'utf8')) as { order_details_live_v5: { body: Row } }).order_details_live_v5.body;

  it.each([5, 8])('has no key that orders of v%i lack', async (version) => {
    const sandbox = await startIdoSellSandbox({ clients: 40, orders: 60, shares: { withoutProducts: 0, joined: 0 } });
    const wanted = keysOf(recorded()).filter((key) => !OPTIONAL.has(key));
    expect(wanted.length).toBeGreaterThan(80);
    for (const order of await allOrders(sandbox, version)) {
      const has = new Set(keysOf(order['orderDetails']));
      expect(wanted.filter((key) => !has.has(key))).toEqual([]);
    }
    await sandbox.stop();
  });

  it('has values of the same types in v5', async () => {
    const sandbox = await startIdoSellSandbox({ clients: 40, orders: 60 });
    const kind = (value: unknown): string => (Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value);
    const [order] = (await allOrders(sandbox, 5)).filter((one) => (one['orderDetails'] as Row)['orderDispatchDate'] === 0);
    const details = order?.['orderDetails'] as Row;
    for (const [name, value] of Object.entries(recorded())) expect([name, kind(details[name])]).toEqual([name, kind(value)]);
    await sandbox.stop();
  });
});
