import { AdminApi } from './api/api.js';
import { createControl, type IdoSellControl } from './control/control.js';
import { faultsOf } from './control/faults.js';
import { listen } from '../common/listen.js';
import { RateLimit } from '../common/rate.js';
import { StatsBook, type LoggedRequest } from '../common/stats.js';
import { createPanelServer } from './http-server.js';
import { AccessKey } from './keys.js';
import { settingsOf, type IdoSellSandboxOptions } from './options.js';
import { Sender } from './webhooks/sender.js';
import { Webhooks } from './webhooks/webhooks.js';
import { generateWorld } from './world/generate.js';
import { Random } from '../common/random.js';

export type IdoSellSandbox = {
  /** `http://127.0.0.1:<port>`; the API is under `/api/admin/v{3..8}/`. */
  readonly url: string;
  readonly key: string;
  readonly control: IdoSellControl;
  /** Cuts every connection, gives up deliveries and closes. */
  readonly stop: () => Promise<void>;
};

/** Starts one simulated panel on the loopback address. @throws Error when the port is taken */
export async function startIdoSellSandbox(options: IdoSellSandboxOptions = {}): Promise<IdoSellSandbox> {
  const settings = settingsOf(options);
  const world = generateWorld(settings);
  const key = new AccessKey(settings.key);
  const stats = new StatsBook();
  const faults = faultsOf(new Random(settings.seed + 104_729));
  const rate = new RateLimit(settings.ratePerMinute);
  const latency = { ms: settings.latencyMs };
  const sender = new Sender(new Random(settings.seed + 15_485_863));
  const webhooks = new Webhooks(world, sender);
  let listener: ((request: LoggedRequest) => void) | null = null;
  const control = createControl({ world, key, faults, stats, rate, latency, webhooks, sender, listen: (next) => { listener = next; } });
  const api = new AdminApi(world, key);
  const server = createPanelServer({ clock: world.clock, api, control, stats, faults, rate, latency, notify: (request) => listener?.(request) });
  const { url, close } = await listen(server, settings.port);
  return {
    url,
    key: settings.key,
    control,
    stop: async () => {
      sender.stop();
      await close();
    },
  };
}
