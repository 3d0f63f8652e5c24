import { count, type Given, type Started } from './arguments.js';
import type { SalesmanagoSandboxOptions } from './salesmanago/options.js';
import { startSalesmanagoSandbox } from './salesmanago/salesmanago-sandbox.js';

/** `key` = the API secret. @throws Error when a value is not one of those allowed */
export async function startSalesmanago(values: Given): Promise<Started> {
  if (values['sell-every'] !== undefined) throw new Error('--sell-every needs a shop');
  const { url, apiSecret, clientId, owner, v3Key, stop } = await startSalesmanagoSandbox(optionsOf(values));
  return { url, key: apiSecret, about: { clientId, owner, v3Key }, control: {}, stop };
}

function optionsOf(values: Given): SalesmanagoSandboxOptions {
  const owners = (values.owner ?? '').split('|').map((one) => one.trim()).filter((one) => one !== '');
  return {
    port: count(values, 'port', 0),
    seed: count(values, 'seed', 1),
    latencyMs: count(values, 'latency-ms', 0),
    ...(values['client-id'] === undefined ? {} : { clientId: values['client-id'] }),
    ...(values.secret === undefined ? {} : { apiSecret: values.secret }),
    ...(owners.length === 0 ? {} : { owners }),
    ...(values.key === undefined ? {} : { v3Keys: [values.key] }),
    ...(values['job-delay-ms'] === undefined ? {} : { jobDelayMs: count(values, 'job-delay-ms', 0) }),
    ...(values['rate-per-minute'] === undefined ? {} : { ratePerMinute: count(values, 'rate-per-minute', 0) }),
  };
}
