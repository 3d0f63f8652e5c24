import { listen } from '../common/listen.js';
import { Random } from '../common/random.js';
import { StatsBook, type LoggedRequest } from '../common/stats.js';
import { Access } from './access.js';
import { createControl, type BaselinkerControl } from './control/control.js';
import { faultsOf } from './control/faults.js';
import { createConnectorServer } from './http-server.js';
import { Limiter } from './limiter.js';
import { settingsOf, type BaselinkerSandboxOptions } from './options.js';
import { generateWorld } from './world/generate.js';

export type BaselinkerSandbox = {
  /** `http://127.0.0.1:<port>`; the API is at `/connector.php`, the control under `/_control/`. */
  readonly url: string;
  /** The token of the beginning. */
  readonly key: string;
  readonly about: Readonly<Record<string, string>>;
  readonly control: BaselinkerControl;
  /** Cuts every connection and closes. */
  readonly stop: () => Promise<void>;
};

/** Starts one simulated account on the loopback address. @throws Error when the port is taken */
export async function startBaselinkerSandbox(options: BaselinkerSandboxOptions = {}): Promise<BaselinkerSandbox> {
  const settings = settingsOf(options);
  const world = generateWorld(settings);
  const limiter = new Limiter(settings.ratePerMinute, settings.blockMs);
  const access = new Access(settings.token, world, limiter);
  const stats = new StatsBook();
  const faults = faultsOf(new Random(settings.seed + 104_729));
  const latency = { ms: settings.latencyMs };
  let listener: ((request: LoggedRequest) => void) | null = null;
  const control = createControl({ world, access, limiter, stats, faults, latency, listen: (next) => { listener = next; } });
  const server = createConnectorServer({ world, access, control, stats, faults, latency, notify: (request) => listener?.(request) });
  const { url, close } = await listen(server, settings.port);
  return { url, key: settings.token, about: { connector: `${url}/connector.php` }, control, stop: close };
}
