import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Problem } from '#tools/problem.js';
import { waitUntil } from '#tools/processes.js';
import type { Launched } from '../service/launch.js';

const HELD_ON = '127.0.0.2';
/** The supervisor waits for half a minute at most between two tries. */
const BACK_MS = 90_000;

/**
 * Keeps Temporal down although the stack starts it again and again: its port is held on another loopback address, so that
 * the server cannot be started while whoever calls the usual address is refused, as when no server is there.
 */
async function holdPort(port: number): Promise<() => Promise<void>> {
  const holder = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    holder.once('error', reject);
    holder.listen({ port, host: HELD_ON, exclusive: true }, resolve);
  });
  return () => new Promise((resolve) => holder.close(() => resolve()));
}

export type Outage<Result> = { readonly result: Result; readonly downSeconds: number; /** `performance.now()` when the server was there again. */ readonly backMs: number };

/** Kills Temporal, does the work while it is down, lets it come back and waits until it has. */
export async function withoutTemporal<Result>({ service }: Launched, work: () => Promise<Result>): Promise<Outage<Result>> {
  const { temporal, temporalAddress } = service.stack;
  if (temporal === undefined) throw new Problem('Temporal does not run here.');
  const release = await holdPort(Number(temporalAddress.split(':').at(-1)));
  try {
    const [before, killedMs] = [temporal.restarts(), performance.now()];
    process.kill(temporal.current().pid, 'SIGKILL');
    await temporal.current().ended;
    await delay(0);
    const result = await work();
    if (temporal.restarts() !== before) throw new Problem('Temporal came back before the deliveries were sent.');
    await release();
    if (!(await waitUntil(() => temporal.restarts() > before, BACK_MS))) throw new Problem('Temporal did not come back.');
    const backMs = performance.now();
    return { result, downSeconds: Math.round((backMs - killedMs) / 100) / 10, backMs };
  } finally {
    await release();
  }
}
