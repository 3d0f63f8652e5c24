import { createControl, type PrestaShopControl } from './control/control.js';
import type { Fault } from './control/faults.js';
import { FaultBook } from '../common/faults.js';
import { listen } from '../common/listen.js';
import { RateLimit } from '../common/rate.js';
import { StatsBook, type LoggedRequest } from '../common/stats.js';
import { createShopServer } from './http-server.js';
import { Keys } from './keys.js';
import { settingsOf, type PrestaShopSandboxOptions } from './options.js';
import { Webservice } from './webservice.js';
import { generateShop } from './world/generate.js';
import { Random } from '../common/random.js';

export type PrestaShopSandbox = {
  /** `http://127.0.0.1:<port>`; the API is under `/api/`. */
  readonly url: string;
  readonly key: string;
  readonly control: PrestaShopControl;
  /** Cuts every connection and closes. */
  readonly stop: () => Promise<void>;
};

/** Starts one simulated shop on the loopback address. @throws Error when the port is taken */
export async function startPrestaShopSandbox(options: PrestaShopSandboxOptions = {}): Promise<PrestaShopSandbox> {
  const settings = settingsOf(options);
  const shop = generateShop(settings);
  const keys = new Keys(settings.key, Array.from({ length: settings.shops }, (_unused, index) => index + 1), settings.rights);
  const stats = new StatsBook();
  const faults = new FaultBook<Fault>(new Random(settings.seed + 104_729));
  const rate = new RateLimit(settings.ratePerMinute);
  const latency = { ms: settings.latencyMs, perRowMs: settings.latencyPerRowMs };
  let listener: ((request: LoggedRequest) => void) | null = null;
  const control = createControl({ shop, keys, faults, stats, rate, latency, listen: (next) => { listener = next; } });
  const webservice = new Webservice(shop, keys);
  const server = createShopServer({ shop, webservice, control, stats, faults, rate, latency, notify: (request) => listener?.(request) });
  const { url, close } = await listen(server, settings.port);
  return { url, key: settings.key, control, stop: close };
}
