import { resolve } from 'node:path';
import { Problem } from '#tools/problem.js';
import { numberOption, readOptions } from '../arguments.js';

/** Parts of the scenario. */
export const PARTS = ['acknowledgement', 'temporal-down', 'beside'] as const;
export type Part = (typeof PARTS)[number];

export type WebhookOptions = {
  readonly parts: readonly Part[];
  /** Receives CPU profiles of API and worker. */
  readonly profileDir: string | null;
  readonly perSecond: number;
  readonly seconds: number;
  readonly stored: number;
  readonly clients: number;
  readonly orders: number;
  /** Delay of the panel's answers, ms. */
  readonly latencyMs: number;
  readonly seed: number;
  /** The other shop, whose first synchronisation runs beside. */
  readonly shopOrders: number;
  readonly shopLatencyMs: number;
};

/** Half of the deliveries of the first part are about clients, two thirds of those of the second. */
const SHARES = { acknowledged: 1 / 2, stored: 2 / 3 } as const;

export const WEBHOOKS_HELP = `webhooks    deliveries of a simulated IdoSell panel, each about another record: how fast they are acknowledged, beside a bare
           server and one that inserts each into the same database; deliveries while Temporal is down, and how they drain
           afterwards; how long a change takes to the card while another shop has its first synchronisation
  --rate N           deliveries a second (200)
  --seconds N        how long (60)
  --stored N         deliveries while Temporal is down (20000)
  --clients N        clients of the panel (20000)
  --orders N         orders of the panel (10000)
  --latency N        delay of the panel's answers in ms (50)
  --shop-orders N    orders of the other shop: its first synchronisation has to outlast 30 s (150000)
  --shop-latency N   delay of the other shop's answers in ms (100)
  --only A,B         parts to run: ${PARTS.join(', ')} (all)
  --profile DIR      leaves CPU profiles of API and worker in DIR (slows them down a little)
  --seed N           seed of the data (1)`;

/** Records of both kinds for so many deliveries. */
export function mixOf(deliveries: number, part: keyof typeof SHARES): { readonly customers: number; readonly orders: number } {
  const customers = Math.round(deliveries * SHARES[part]);
  return { customers, orders: deliveries - customers };
}

function partsOf(text: string): Part[] {
  return text.split(',').map((name) => {
    const part = PARTS.find((known) => known === name.trim());
    if (part === undefined) throw new Problem(`--only takes ${PARTS.join(', ')}, not "${name}".`);
    return part;
  });
}

/** @throws Problem for anything that is no option of this scenario, or out of range */
export function readWebhookOptions(args: readonly string[]): WebhookOptions {
  const given = readOptions(args, ['rate', 'seconds', 'stored', 'clients', 'orders', 'latency', 'shop-orders', 'shop-latency', 'seed', 'only', 'profile'], []);
  const [only, profile] = [given.get('only'), given.get('profile')];
  const [perSecond, seconds] = [numberOption(given, 'rate', 200, { least: 1, most: 2_000 }), numberOption(given, 'seconds', 60, { least: 1, most: 600 })];
  const stored = numberOption(given, 'stored', 20_000, { least: 1, most: 200_000 });
  const [clients, orders] = [numberOption(given, 'clients', 20_000, { least: 100, most: 500_000 }), numberOption(given, 'orders', 10_000, { least: 100, most: 500_000 })];
  for (const mix of [mixOf(perSecond * seconds, 'acknowledged'), mixOf(stored, 'stored')]) {
    // A few rows of any panel make no record of their own.
    if (mix.customers > 0.95 * clients || mix.orders > 0.95 * orders) throw new Problem('Each delivery is about another record: give the panel more --clients and --orders, or send less.');
  }
  return {
    parts: only === undefined ? PARTS : partsOf(only),
    profileDir: profile === undefined ? null : resolve(profile),
    perSecond, seconds, stored, clients, orders,
    latencyMs: numberOption(given, 'latency', 50, { least: 0, most: 10_000 }),
    seed: numberOption(given, 'seed', 1, { least: 0, most: 1_000_000_000 }),
    shopOrders: numberOption(given, 'shop-orders', 150_000, { least: 100, most: 2_000_000 }),
    shopLatencyMs: numberOption(given, 'shop-latency', 100, { least: 0, most: 10_000 }),
  };
}
