/**
 * A simulated platform as a process of its own.
 * `--platform prestashop --port N --customers N --orders N --seed N --profile 9.0 --sell-every SECONDS`; the same words in
 * capitals with the prefix SANDBOX_ work as environment variables. Says one line of JSON when it is ready.
 */
import { parseArgs } from 'node:util';
import { DEFAULT_KEY, type PrestaShopSandboxOptions } from './prestashop/options.js';
import { PROFILE_NAMES } from './prestashop/profile.js';
import { startPrestaShopSandbox, type PrestaShopSandbox } from './prestashop/prestashop-sandbox.js';

const NAMES = ['platform', 'port', 'customers', 'orders', 'seed', 'profile', 'timezone', 'languages', 'shops', 'latency-ms', 'rate-per-minute', 'key', 'sell-every'] as const;

type Given = Partial<Record<(typeof NAMES)[number], string>>;

function given(): Given {
  const { values } = parseArgs({ options: Object.fromEntries(NAMES.map((name) => [name, { type: 'string' as const }])) });
  const result: Given = {};
  for (const name of NAMES) {
    const value = values[name] ?? process.env[`SANDBOX_${name.toUpperCase().replaceAll('-', '_')}`];
    if (typeof value === 'string') result[name] = value;
  }
  return result;
}

function count(values: Given, name: (typeof NAMES)[number], fallback: number): number {
  const text = values[name];
  if (text === undefined) return fallback;
  if (!/^\d+(\.\d+)?$/.test(text)) throw new Error(`--${name} must be a number, not ${text}`);
  return Number(text);
}

function prestaShopOptions(values: Given): PrestaShopSandboxOptions {
  const profile = PROFILE_NAMES.find((name) => name === (values.profile ?? '9.0'));
  if (profile === undefined) throw new Error(`--profile must be one of ${PROFILE_NAMES.join(', ')}`);
  return {
    profile,
    port: count(values, 'port', 0),
    customers: count(values, 'customers', 200),
    orders: count(values, 'orders', 500),
    seed: count(values, 'seed', 1),
    timezone: values.timezone ?? 'Europe/Warsaw',
    languages: count(values, 'languages', 1) === 2 ? 2 : 1,
    shops: count(values, 'shops', 1) === 2 ? 2 : 1,
    latencyMs: count(values, 'latency-ms', 0),
    key: values.key ?? DEFAULT_KEY,
    ...(values['rate-per-minute'] === undefined ? {} : { ratePerMinute: count(values, 'rate-per-minute', 0) }),
  };
}

function keepSelling(sandbox: PrestaShopSandbox, seconds: number): NodeJS.Timeout | null {
  if (seconds === 0) return null;
  return setInterval(() => { sandbox.control.sell(1); }, seconds * 1000);
}

async function run(): Promise<void> {
  const values = given();
  const platform = values.platform ?? 'prestashop';
  if (platform !== 'prestashop') throw new Error(`--platform ${platform} is not simulated; there is: prestashop`);
  const sandbox = await startPrestaShopSandbox(prestaShopOptions(values));
  const timer = keepSelling(sandbox, count(values, 'sell-every', 0));
  const stop = (): void => {
    if (timer !== null) clearInterval(timer);
    void sandbox.stop();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.stdout.write(`${JSON.stringify({ platform, url: sandbox.url, key: sandbox.key })}\n`);
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
