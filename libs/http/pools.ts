import type { LookupFunction } from 'node:net';
import { Pool } from 'undici';
import type { AddressGuard } from './address-guard.js';
import { errorMessage } from './error-code.js';

/** A server that has not taken the connection in this time is down. */
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * The look-up of new connections: resolves, classifies, and hands over exactly the addresses that passed. A name that
 * pointed to a shop a second ago and to the inside now (DNS rebinding) is refused here, at the moment of connecting.
 */
function guardedLookup(guard: AddressGuard, port: number): LookupFunction {
  return (hostname, options, callback) => {
    guard.resolve(hostname, port).then(
      (addresses) => {
        const first = addresses[0];
        if (options.all === true) callback(null, [...addresses]);
        else callback(null, first?.address ?? '', first?.family ?? 4);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(errorMessage(error)), ''),
    );
  };
}

/** One pool of kept-alive connections per origin. */
export class Pools {
  readonly #pools = new Map<string, Promise<Pool>>();

  constructor(
    private readonly guard: AddressGuard,
    private readonly connections: number,
  ) {}

  /** @throws Failure of the guard; the next call checks again */
  of(url: URL): Promise<Pool> {
    const known = this.#pools.get(url.origin);
    if (known !== undefined) return known;
    const made = this.#make(url);
    this.#pools.set(url.origin, made);
    made.catch(() => this.#pools.delete(url.origin));
    return made;
  }

  async #make(url: URL): Promise<Pool> {
    const { origin, port } = await this.guard.checkUrl(url.href);
    return new Pool(origin, {
      connections: this.connections,
      pipelining: 1,
      allowH2: false,
      connect: { lookup: guardedLookup(this.guard, port), timeout: CONNECT_TIMEOUT_MS },
    });
  }

  /** Closes every connection; requests under way fail. */
  async close(): Promise<void> {
    const pools = await Promise.allSettled([...this.#pools.values()]);
    this.#pools.clear();
    for (const made of pools) if (made.status === 'fulfilled') await made.value.destroy();
  }
}
