import { listen } from '../common/listen.js';
import { Random } from '../common/random.js';
import { RateLimit } from '../common/rate.js';
import { StatsBook, type LoggedRequest } from '../common/stats.js';
import { Access } from './access.js';
import type { IdeaCommerceControl } from './control/control.js';
import { createControl } from './control/create-control.js';
import { faultsOf } from './control/faults.js';
import { createApiServer } from './http-server.js';
import { settingsOf, type IdeaCommerceSandboxOptions } from './options.js';
import { generateWorld } from './world/generate.js';

export type IdeaCommerceSandbox = {
  /** `http://127.0.0.1:<port>`; it stands for `https://api.{instance}.ideaerp.pl`: the API is under `/v2/`, the control under `/_control/`. */
  readonly url: string;
  /** The token of the beginning. */
  readonly key: string;
  /** `instance`: the name to type in next to the token. */
  readonly about: Readonly<Record<string, string>>;
  readonly control: IdeaCommerceControl;
  /** Cuts every connection and closes. */
  readonly stop: () => Promise<void>;
};

/** Starts one simulated instance on the loopback address. @throws Error when the port is taken */
export async function startIdeaCommerceSandbox(options: IdeaCommerceSandboxOptions = {}): Promise<IdeaCommerceSandbox> {
  const settings = settingsOf(options);
  const world = generateWorld(settings);
  const rate = new RateLimit(settings.ratePerMinute === 0 ? null : settings.ratePerMinute);
  const access = new Access(settings.token, world, rate);
  const stats = new StatsBook();
  const faults = faultsOf(new Random(settings.seed + 104_729));
  const latency = { ms: settings.latencyMs };
  let listener: ((request: LoggedRequest) => void) | null = null;
  const control = createControl({ world, access, rate, stats, faults, latency, listen: (next) => { listener = next; } });
  const server = createApiServer({ world, access, control, stats, faults, latency, notify: (request) => listener?.(request) });
  const { url, close } = await listen(server, settings.port);
  return { url, key: settings.token, about: { instance: settings.instance, api: `${url}/v2` }, control, stop: close };
}
