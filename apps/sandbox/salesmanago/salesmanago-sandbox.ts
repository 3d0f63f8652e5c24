import { listen } from '../common/listen.js';
import { Random } from '../common/random.js';
import { RateLimit } from '../common/rate.js';
import { StatsBook, type LoggedRequest } from '../common/stats.js';
import { Emitter } from './callbacks/emitter.js';
import { createControl, type SalesmanagoControl } from './control/control.js';
import { Faults } from './control/faults.js';
import { createAccountServer } from './http-server.js';
import { Later } from './later.js';
import type { NetworkLimits } from './network-limits.js';
import { settingsOf, type SalesmanagoSandboxOptions } from './options.js';
import { World } from './world/world.js';

export type SalesmanagoSandbox = {
  /** `http://127.0.0.1:<port>`; API v2 is under `/api/`, v3 under `/v3/`. */
  readonly url: string;
  readonly clientId: string;
  /** Of the beginning. */
  readonly apiSecret: string;
  readonly owner: string;
  readonly v3Key: string;
  readonly control: SalesmanagoControl;
  /** Cuts every connection, gives up jobs, late commits and callbacks, and closes. */
  readonly stop: () => Promise<void>;
};

/** One simulated account that does not listen yet. */
export function createSalesmanagoSandbox(options: SalesmanagoSandboxOptions = {}): { readonly control: SalesmanagoControl; readonly start: () => Promise<SalesmanagoSandbox> } {
  const settings = settingsOf(options);
  const later = new Later();
  const world = new World(settings, new Random(settings.seed), later);
  const stats = new StatsBook();
  const faults = new Faults(settings.seed + 104_729);
  const limits: NetworkLimits = { rate: new RateLimit(settings.ratePerMinute), retryAfter: settings.rateRetryAfter, latencyMs: settings.latencyMs };
  const emitter = new Emitter();
  world.onStatus = (contact, direction, origin) => {
    if (origin === 'panel' || world.behaviour.apiChangesCallBack) emitter.send(direction, contact.email);
  };
  let listener: ((request: LoggedRequest) => void) | null = null;
  const control = createControl({ world, faults, stats, limits, later, emitter, listen: (next) => { listener = next; } });
  const server = createAccountServer({ world, control, stats, faults, limits, later, notify: (request) => listener?.(request) });
  return {
    control,
    start: async () => {
      const { url, close } = await listen(server, settings.port);
      const stop = async (): Promise<void> => {
        later.stop();
        emitter.stop();
        await close();
      };
      return { url, clientId: settings.clientId, apiSecret: settings.apiSecret, owner: settings.owners[0] ?? '', v3Key: settings.v3Keys[0] ?? '', control, stop };
    },
  };
}

/** Starts one simulated account on the loopback address. @throws Error when the port is taken */
export async function startSalesmanagoSandbox(options: SalesmanagoSandboxOptions = {}): Promise<SalesmanagoSandbox> {
  return createSalesmanagoSandbox(options).start();
}
