import { count, type Given, type Started } from './arguments.js';
import { DEFAULT_KEY, type PrestaShopSandboxOptions } from './prestashop/options.js';
import { startPrestaShopSandbox } from './prestashop/prestashop-sandbox.js';
import { PROFILE_NAMES } from './prestashop/profile.js';

/** @throws Error when a value is not one of those allowed */
export async function startPrestaShop(values: Given): Promise<Started> {
  return startPrestaShopSandbox(optionsOf(values));
}

function optionsOf(values: Given): PrestaShopSandboxOptions {
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
