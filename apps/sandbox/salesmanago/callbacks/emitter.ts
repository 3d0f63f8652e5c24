/** Calls the opt-in and opt-out addresses with GET (sheet section 6). Whether the real system repeats a failed call is not known: this one does not. */
import { checkLoopback } from '../../common/loopback.js';
import type { Direction } from '../world/world.js';
import { evaluated, type Encoding } from './template.js';

export type CallbackSettings = {
  /** Templates; absent = not set in the panel. */
  readonly optIn?: string;
  readonly optOut?: string;
  /** The key of another secret. */
  readonly wrongKey?: boolean;
  /** Extra deliveries of each. */
  readonly repeats?: number;
  /** What gathers within a moment goes last first. */
  readonly reversed?: boolean;
  /** Default `percent`. */
  readonly encoding?: Encoding;
  /** The address is sent, and hashed, in capitals. */
  readonly uppercase?: boolean;
  /** Nothing goes before `releaseCallbacks`. */
  readonly hold?: boolean;
};

/** `status` null = no answer. */
export type Delivered = { readonly at: number; readonly direction: Direction; readonly email: string; readonly url: string; readonly status: number | null };

type Waiting = { readonly direction: Direction; readonly email: string; readonly url: string };

const TIMEOUT_MS = 10_000;
/** With `reversed` calls gather so long before the first goes, ms: otherwise there would be nothing to turn round. */
const GATHER_MS = 25;

export class Emitter {
  readonly delivered: Delivered[] = [];
  private settings: CallbackSettings = {};
  private waiting: Waiting[] = [];
  private running: Promise<void> | null = null;
  private readonly stopped = new AbortController();

  /** Replaces all settings. @throws Error when an address is not on this machine */
  configure(settings: CallbackSettings): void {
    for (const template of [settings.optIn, settings.optOut]) if (template !== undefined) checkLoopback(template);
    this.settings = settings;
  }

  send(direction: Direction, address: string): void {
    const { optIn, optOut, uppercase = false, wrongKey = false, encoding = 'percent', repeats = 0 } = this.settings;
    const template = direction === 'opt-in' ? optIn : optOut;
    if (template === undefined || this.stopped.signal.aborted) return;
    const email = uppercase ? address.toUpperCase() : address;
    const url = evaluated(template, email, encoding, wrongKey ? (text) => `${text}-of-somebody-else` : undefined);
    for (let copy = 0; copy <= repeats; copy += 1) this.waiting.push({ direction, email, url });
    if (this.settings.hold !== true) this.release();
  }

  /** Lets go what was held. */
  release(): void {
    this.running ??= this.deliverAll().finally(() => {
      this.running = null;
      // What came while the last one ended.
      if (this.waiting.length > 0 && this.settings.hold !== true) this.release();
    });
  }

  /** Resolves when nothing is under way; what is held does not count. */
  async idle(): Promise<void> {
    while (this.running !== null) await this.running;
  }

  stop(): void {
    this.stopped.abort();
    this.waiting = [];
  }

  private async deliverAll(): Promise<void> {
    if (this.settings.reversed === true) await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    for (let next = this.take(); next !== undefined; next = this.take()) {
      const status = await this.call(next.url);
      this.delivered.push({ at: Date.now(), ...next, status });
    }
  }

  private take(): Waiting | undefined {
    return this.settings.reversed === true ? this.waiting.pop() : this.waiting.shift();
  }

  private async call(url: string): Promise<number | null> {
    try {
      const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.any([this.stopped.signal, AbortSignal.timeout(TIMEOUT_MS)]) });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return null;
    }
  }
}
