import { count, type Given, type Started } from './arguments.js';
import { startIdeaCommerceSandbox } from './idea-commerce/idea-commerce-sandbox.js';
import { DEFAULT_TOKEN, type IdeaCommerceSandboxOptions, type KnownPerson } from './idea-commerce/options.js';

/** @throws Error when a value is not one of those allowed */
export async function startIdeaCommerce(values: Given): Promise<Started> {
  const { control, ...started } = await startIdeaCommerceSandbox(optionsOf(values));
  return { ...started, control: { sell: (n) => control.sellMany(n) } };
}

function optionsOf(values: Given): IdeaCommerceSandboxOptions {
  return {
    port: count(values, 'port', 0),
    orders: count(values, 'orders', 250),
    idlePartners: count(values, 'customers', 25),
    seed: count(values, 'seed', 1),
    latencyMs: count(values, 'latency-ms', 0),
    ratePerMinute: count(values, 'rate-per-minute', 300),
    token: values.token ?? DEFAULT_TOKEN,
    ...(values.instance === undefined ? {} : { instance: values.instance }),
    people: (values.person ?? '').split('|').filter((one) => one.trim() !== '').map(personOf),
  };
}

/** `e-mail;first name;last name;phone;login;coded address`; the last three may be left out, and stand for telephone, login and what is before the + at Allegro. */
function personOf(text: string): KnownPerson {
  const [email = '', firstName = '', lastName = '', phone = '', login = '', hash = ''] = text.split(';').map((part) => part.trim());
  if (firstName === '' || lastName === '') throw new Error('--person must be "e-mail;first name;last name;phone;login;coded address", several with | between them');
  return { email, firstName, lastName, phone, ...(login === '' ? {} : { login }), ...(hash === '' ? {} : { hash }) };
}
