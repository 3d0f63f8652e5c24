import { parseArgs } from 'node:util';
import { Problem, reasonOf } from '../problem.js';

export type DemoOptions = { readonly once: boolean; readonly customers: number; readonly orders: number };

export const HELP = `npm run demo [-- options]

  --once           end after these steps; exit code 0 when nothing fell short
  --customers N    customers of the simulated PrestaShop (default 2000; IdoSell has half as many)
  --orders N       orders of the simulated PrestaShop (default 5000; IdoSell has half as many)
  --help           this text

Without --once the demo stays up: shops and marketplaces keep selling, and the service keeps following them. Ctrl-C stops everything.
The demo keeps its own data in .data/demo and begins afresh each time.`;

const LARGEST = 1_000_000;

function count(name: string, text: string): number {
  const value = Number(text);
  if (/^\d+$/u.test(text) && value >= 1 && value <= LARGEST) return value;
  throw new Problem(`--${name} takes a whole number from 1 to ${LARGEST}, not "${text}".`);
}

/** Options of the demo, or null when only the help text is wanted. @throws Problem for anything unknown */
export function readOptions(args: readonly string[]): DemoOptions | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { once: { type: 'boolean', default: false }, customers: { type: 'string', default: '2000' }, orders: { type: 'string', default: '5000' }, help: { type: 'boolean', default: false } },
    });
    return values.help ? null : { once: values.once, customers: count('customers', values.customers), orders: count('orders', values.orders) };
  } catch (thrown) {
    throw thrown instanceof Problem ? thrown : new Problem(`${reasonOf(thrown)} See "npm run demo -- --help".`);
  }
}
