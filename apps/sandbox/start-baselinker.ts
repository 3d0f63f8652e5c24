import { count, type Given, type Started } from './arguments.js';
import { startBaselinkerSandbox } from './baselinker/baselinker-sandbox.js';
import { DEFAULT_TOKEN, type BaselinkerSandboxOptions, type KnownPerson } from './baselinker/options.js';

/** @throws Error when a value is not one of those allowed */
export async function startBaselinker(values: Given): Promise<Started> {
  const { control, ...started } = await startBaselinkerSandbox(optionsOf(values));
  return { ...started, control: { sell: (n) => control.sellMany(n) } };
}

function optionsOf(values: Given): BaselinkerSandboxOptions {
  return {
    port: count(values, 'port', 0),
    orders: count(values, 'orders', 300),
    shops: count(values, 'shops', 1) === 2 ? 2 : 1,
    seed: count(values, 'seed', 1),
    latencyMs: count(values, 'latency-ms', 0),
    ratePerMinute: count(values, 'rate-per-minute', 100),
    token: values.token ?? DEFAULT_TOKEN,
    people: (values.person ?? '').split('|').filter((one) => one.trim() !== '').map(personOf),
  };
}

/** `e-mail;first name;last name;phone`; the phone may be left out. */
function personOf(text: string): KnownPerson {
  const [email = '', firstName = '', lastName = '', phone = ''] = text.split(';').map((part) => part.trim());
  if (firstName === '' || lastName === '') throw new Error('--person must be "e-mail;first name;last name;phone", several with | between them');
  return { email, firstName, lastName, phone };
}
