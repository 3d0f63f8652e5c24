/**
 * A simulated platform as a process of its own.
 * `--platform prestashop --port N --customers N --orders N --seed N --profile 9.0 --sell-every SECONDS`,
 * `--platform idosell … --subscribers N --shops N --person "e-mail;first name;last name;phone|…"`,
 * `--platform baselinker --port N --orders N --seed N --shops N --token … --rate-per-minute N (0 = no limit) --person … --sell-every SECONDS`,
 * `--platform idea-commerce --port N --orders N --customers N (without orders) --seed N --token … --instance NAME --rate-per-minute N (0 = no limit) --person "e-mail;first name;last name;phone;login;coded address|…" --sell-every SECONDS`, or
 * `--platform salesmanago --port N --seed N --client-id … --secret … --owner "e-mail|…" --key … --job-delay-ms N`.
 * The platform may also come first without its word; the same words in capitals with the prefix SANDBOX_ work as
 * environment variables. Says one line of JSON when it is ready.
 */
import { count, given, type Given, type Started } from './arguments.js';
import { startBaselinker } from './start-baselinker.js';
import { startIdeaCommerce } from './start-idea-commerce.js';
import { startIdoSell } from './start-idosell.js';
import { startPrestaShop } from './start-prestashop.js';
import { startSalesmanago } from './start-salesmanago.js';

const PLATFORMS: Readonly<Record<string, (values: Given) => Promise<Started>>> = { baselinker: startBaselinker, prestashop: startPrestaShop, idosell: startIdoSell, 'idea-commerce': startIdeaCommerce, salesmanago: startSalesmanago };

function keepSelling(sandbox: Started, seconds: number): NodeJS.Timeout | null {
  if (seconds === 0) return null;
  return setInterval(() => { sandbox.control.sell?.(1); }, seconds * 1000);
}

async function run(): Promise<void> {
  const values = given();
  const platform = values.platform ?? 'prestashop';
  const start = PLATFORMS[platform];
  if (start === undefined) throw new Error(`--platform ${platform} is not simulated; there are: ${Object.keys(PLATFORMS).join(', ')}`);
  const sandbox = await start(values);
  const timer = keepSelling(sandbox, count(values, 'sell-every', 0));
  const stop = (): void => {
    if (timer !== null) clearInterval(timer);
    void sandbox.stop();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.stdout.write(`${JSON.stringify({ platform, url: sandbox.url, key: sandbox.key, ...sandbox.about })}\n`);
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
