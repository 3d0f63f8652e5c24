/** Delivers messages: several at once, late, twice, in another order or not at all, as it is told. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../../common/random.js';
import { checkLoopback } from '../../common/loopback.js';
import type { Hook } from './hooks.js';
import type { Message } from './payload.js';

export type Delivery = {
  readonly delayMs?: number;
  /** Extra copies of each message. */
  readonly duplicates?: number;
  /** Waiting messages go in any order. */
  readonly shuffle?: boolean;
  /** Share of messages that are lost without a trace. */
  readonly dropShare?: number;
  /** Failures in a row after which a receiver is switched off. Default 10. */
  readonly disableAfter?: number;
};

const AT_ONCE = 8;
const TIMEOUT_MS = 10_000;
/** With `shuffle` messages gather so long before the first goes, ms: otherwise there would be nothing to mix. */
const GATHER_MS = 25;

export class Sender {
  private settings: Delivery = {};
  private waiting: { readonly hook: Hook; readonly message: Message }[] = [];
  private running = 0;
  private pending = 0;
  private idlers: (() => void)[] = [];
  private readonly stopped = new AbortController();

  constructor(private readonly random: Random) {}

  configure(settings: Delivery): void {
    this.settings = settings;
  }

  send(hook: Hook, message: Message): void {
    if (!hook.active || this.stopped.signal.aborted) return;
    const { dropShare = 0, duplicates = 0, delayMs = 0, shuffle = false } = this.settings;
    if (this.random.chance(dropShare)) return;
    this.pending += 1 + duplicates;
    const wait = Math.max(delayMs, shuffle ? GATHER_MS : 0);
    const push = (): void => {
      for (let copy = 0; copy <= duplicates; copy += 1) this.waiting.push({ hook, message });
      this.pump();
    };
    if (wait === 0) push();
    else void delay(wait, undefined, { signal: this.stopped.signal }).then(push, () => undefined);
  }

  /** Resolves when nothing waits and nothing is under way. */
  idle(): Promise<void> {
    return this.pending === 0 ? Promise.resolve() : new Promise((resolve) => this.idlers.push(resolve));
  }

  /** Gives up whatever is still to be sent. */
  stop(): void {
    this.stopped.abort();
    this.waiting = [];
    this.pending = 0;
    this.settle();
  }

  private pump(): void {
    while (this.running < AT_ONCE && this.waiting.length > 0) {
      const place = this.settings.shuffle === true ? this.random.int(0, this.waiting.length - 1) : 0;
      const [next] = this.waiting.splice(place, 1);
      if (next === undefined) return;
      this.running += 1;
      void this.deliver(next.hook, next.message).finally(() => {
        this.running -= 1;
        this.pending = Math.max(0, this.pending - 1);
        this.pump();
        this.settle();
      });
    }
  }

  private settle(): void {
    if (this.pending > 0) return;
    const idlers = this.idlers;
    this.idlers = [];
    for (const resolve of idlers) resolve();
  }

  private async deliver(hook: Hook, message: Message): Promise<void> {
    // Switched off while it waited.
    if (!hook.active) return;
    hook.sent += 1;
    hook.lastStatus = await this.post(message);
    if (hook.lastStatus !== null && hook.lastStatus >= 200 && hook.lastStatus < 300) {
      hook.delivered += 1;
      hook.failedInARow = 0;
      return;
    }
    hook.failed += 1;
    hook.failedInARow += 1;
    if (hook.failedInARow >= (this.settings.disableAfter ?? 10)) hook.active = false;
  }

  /** Status, or null: no answer. */
  private async post({ url, method, contentType, body }: Message): Promise<number | null> {
    try {
      checkLoopback(url);
      const bodied = method === 'POST' || method === 'PUT';
      const response = await fetch(url, {
        method, redirect: 'manual', headers: { 'Content-Type': contentType, 'User-Agent': 'IdoSell-Webhook-Sandbox' }, signal: AbortSignal.any([this.stopped.signal, AbortSignal.timeout(TIMEOUT_MS)]),
        ...(bodied ? { body } : {}),
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return null;
    }
  }
}
