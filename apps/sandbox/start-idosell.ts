import { count, type Given, type Started } from './arguments.js';
import { startIdoSellSandbox } from './idosell/idosell-sandbox.js';
import { DEFAULT_KEY, type IdoSellSandboxOptions, type KnownPerson } from './idosell/options.js';

/** @throws Error when a value is not one of those allowed */
export async function startIdoSell(values: Given): Promise<Started> {
  return startIdoSellSandbox(optionsOf(values));
}

function optionsOf(values: Given): IdoSellSandboxOptions {
  const shops = count(values, 'shops', 1);
  if (shops !== 1 && shops !== 2 && shops !== 3) throw new Error('--shops must be 1, 2 or 3');
  return {
    port: count(values, 'port', 0),
    clients: count(values, 'customers', 200),
    orders: count(values, 'orders', 500),
    subscribers: count(values, 'subscribers', 40),
    shops,
    seed: count(values, 'seed', 1),
    latencyMs: count(values, 'latency-ms', 0),
    key: values.key ?? DEFAULT_KEY,
    people: peopleOf(values.person ?? ''),
    ...(values['rate-per-minute'] === undefined ? {} : { ratePerMinute: count(values, 'rate-per-minute', 0) }),
  };
}

/** `e-mail;first name;last name;phone`, several with `|` between them; the phone may be left out. */
function peopleOf(text: string): readonly KnownPerson[] {
  return text.split('|').filter((one) => one.trim() !== '').map((one) => {
    const [email = '', firstName = '', lastName = '', phone = ''] = one.split(';').map((part) => part.trim());
    if (!email.includes('@') || firstName === '' || lastName === '') throw new Error('--person must be "e-mail;first name;last name;phone", several with | between them');
    return { email, firstName, lastName, ...(phone === '' ? {} : { phone }) };
  });
}
