import type { BudgetAccount, Permit } from '#libs/domain/budget.js';
import { accountBlocked, budgetSpent } from './budget-failures.js';
import type { AccountState, Block, BudgetStore } from './budget-store.js';
import { decide } from './decide.js';
import type { Grant, Standing } from './decide.js';
import type { DeskClock, DeskTimes } from './desk-clock.js';
import { TURN_MS } from './sharing.js';
import { slotRule } from './slots.js';
import type { Slot } from './slots.js';
import { UseCounter } from './use-counter.js';
import { WaitQueue, makeWaiter } from './wait-queue.js';
import type { Waiter } from './wait-queue.js';

type Step = { readonly at: number; readonly work: 'none' | 'peek' | 'change' };

const NEVER = Number.POSITIVE_INFINITY;
const NOTHING: Step = { at: NEVER, work: 'none' };
/** Wait proposed to a caller when others hold all permits: nobody knows how long their requests take. */
const PERMIT_RETRY_MS = 1_000;
/** Pause after a failed look at the database. */
const BROKEN_RETRY_MS = 1_000;
const FLUSH_MS = 5_000;

/**
 * One account in one process. Callers queue here; what the process may send (permits under a lease, dated slots) is
 * fetched from the database for all of them, so that most requests cost no query. All moments are of the local clock.
 */
export class Desk {
  readonly use = new UseCounter();
  readonly #queue = new WaitQueue();
  #standing: Standing = { priority: 3, servedAt: 0, heldSince: 0, boostedUntil: 0 };
  #slots: Slot[] = [];
  #block: Block | null = null;
  #nextSlotAt = 0;
  #inUse = 0;
  /** Permits it may use; what its row in the database names. */
  #target = 0;
  #recorded = 0;
  #leaseUntil = 0;
  #contactAt = 0;
  #changedAt: number | null = null;
  #flushedAt = 0;
  #askAt = 0;
  #idleSince = 0;
  /** Best priority that waits in another process. */
  #wanted: number | null = null;
  #closed = false;
  #busy: Promise<void> | null = null;
  #cancelTimer: (() => void) | null = null;

  constructor(
    private account: BudgetAccount,
    private readonly holder: string,
    private readonly store: BudgetStore,
    private readonly clock: DeskClock,
    private readonly times: DeskTimes,
  ) {}

  acquire(account: BudgetAccount, rank: number, maxWaitMs: number, signal: AbortSignal): Promise<Permit> {
    this.account = account;
    const since = this.clock.now();
    return new Promise<Permit>((resolve, reject) => {
      const waiter = makeWaiter({ rank, since, deadline: since + maxWaitMs, resolve, reject }, signal, () => {
        this.#refuse(waiter, signal.reason);
        this.#pump();
      });
      this.#queue.add(waiter);
      this.#pump();
    });
  }

  /** A block this process was told itself; counts at once. */
  blocked(block: Block | null, dbNow: number): void {
    this.#noteBlock(block, this.clock.now() - dbNow);
    this.#pump();
  }

  /** Gives everything back; callers that still wait are refused. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopTimer();
    for (const waiter of this.#queue.all()) this.#refuse(waiter, budgetSpent(PERMIT_RETRY_MS));
    await this.#busy;
    if (this.#changedAt !== null && this.#inUse === 0) await this.#giveBack();
    else await this.#flush();
  }

  get #idle(): boolean {
    return this.#inUse === 0 && this.#queue.size === 0;
  }

  /** Serves whoever can be served, asks the database where it must, and sets the timer for what comes next. */
  #pump(): void {
    this.#stopTimer();
    if (this.#closed) return;
    const now = this.clock.now();
    if (this.#block !== null && this.#block.until <= now) this.#block = null;
    this.#serve(now);
    this.#refuseLate(now);
    const next = this.#nextStep(now);
    if (next.work !== 'none' && next.at <= now) this.#start(next.work);
    else if (next.at < NEVER) this.#cancelTimer = this.clock.later(() => this.#pump(), Math.max(1, next.at - now));
  }

  #serve(now: number): void {
    const rule = slotRule(this.account);
    this.#slots = rule === null ? [] : this.#slots.filter((slot) => slot.at + rule.validMs > now);
    while (this.#queue.size > 0 && this.#mayUse(now)) {
      const slot = rule === null ? undefined : this.#slots[0];
      if (rule !== null && (slot === undefined || slot.at > now)) return;
      if (slot !== undefined) this.#slots.shift();
      const waiter = this.#queue.take(slot?.floor === true);
      if (waiter !== null) this.#grant(waiter, now);
    }
  }

  #mayUse(now: number): boolean {
    // What was seen too long ago (a frozen process, a database that does not answer) counts for nothing.
    const fresh = now < this.#leaseUntil && now - this.#contactAt <= 4 * this.times.peekMs;
    return fresh && this.#block === null && this.#inUse < this.#target;
  }

  #grant(waiter: Waiter, now: number): void {
    this.#inUse += 1;
    this.#standing = { ...this.#standing, priority: waiter.rank, servedAt: now };
    this.use.sent(now);
    let open = true;
    waiter.resolve({
      release: () => {
        if (!open) return;
        open = false;
        this.#inUse -= 1;
        this.#noteIdle();
        this.#pump();
      },
    });
  }

  #refuse(waiter: Waiter, error: unknown): void {
    this.#queue.remove(waiter);
    waiter.reject(error);
    this.#noteIdle();
  }

  #noteIdle(): void {
    if (this.#idle) this.#idleSince = this.clock.now();
  }

  /** Callers that cannot be served in the time they have are told at once when to come again. */
  #refuseLate(now: number): void {
    const rule = slotRule(this.account);
    for (const [place, waiter] of this.#queue.all().entries()) {
      if (this.#block !== null && this.#block.until > waiter.deadline) this.#refuse(waiter, accountBlocked(this.#block.until - now, this.#block.reason));
      if (!waiter.asked) continue;
      const ahead = place - this.#slots.length;
      const date = rule === null || ahead < 0 ? now : this.#nextSlotAt + ahead * rule.spacingMs;
      if (date > waiter.deadline || waiter.deadline <= now) this.#refuse(waiter, budgetSpent(date > now ? date - now : (rule?.spacingMs ?? PERMIT_RETRY_MS)));
    }
  }

  /** What has to happen next, and when. */
  #nextStep(now: number): Step {
    if (this.#busy !== null) return NOTHING;
    if (this.#idle) return this.#idleStep();
    const steps: Step[] = [];
    if (this.#changedAt !== null) {
      steps.push({ at: this.#contactAt + this.times.peekMs, work: 'peek' }, { at: this.#changedAt + this.times.ttlMs / 3, work: 'change' });
      // Somebody else wants in: the more urgent at once, the others when a turn is over.
      if (this.#wanted !== null) steps.push({ at: this.#wanted < this.#standing.priority ? now : this.#changedAt + TURN_MS, work: 'change' });
      // Permits that came back and are not ours any more.
      if (this.#recorded > Math.max(this.#target, this.#inUse)) steps.push({ at: now, work: 'change' });
    }
    if (this.#queue.size > 0) steps.push(...this.#waitingSteps(now));
    const change = steps.find((step) => step.work === 'change' && step.at <= now);
    return change ?? steps.reduce((first, step) => (step.at < first.at ? step : first), NOTHING);
  }

  #idleStep(): Step {
    if (this.#changedAt === null) return NOTHING;
    const back = this.#wanted !== null ? 0 : this.#idleSince + this.times.lingerMs;
    const peekAt = this.#contactAt + this.times.peekMs;
    return peekAt < back ? { at: peekAt, work: 'peek' } : { at: back, work: 'change' };
  }

  #waitingSteps(now: number): readonly Step[] {
    const deadlines: Step = { at: Math.min(...this.#queue.all().map((waiter) => (waiter.asked ? waiter.deadline : NEVER))), work: 'none' };
    const ask: Step = { at: this.#askAt, work: 'change' };
    if (this.#block !== null) return [deadlines, { at: this.#block.until, work: 'none' }];
    if (this.#changedAt === null || now >= this.#leaseUntil) return [deadlines, ask];
    // With every permit of the account in use here only a release helps.
    if (this.#inUse >= this.#target) return this.#target >= this.account.maxInFlight ? [deadlines] : [deadlines, ask];
    if (slotRule(this.account) === null) return [deadlines];
    const first = this.#slots[0];
    if (first === undefined) return [deadlines, ask];
    const short = this.#slots.length < Math.min(this.#queue.size, this.#target);
    return [deadlines, { at: first.at, work: 'none' }, ...(short ? [ask] : [])];
  }

  #start(work: 'peek' | 'change'): void {
    const task = work === 'peek' ? this.#peek() : this.#idle ? this.#giveBack() : this.#change();
    this.#busy = task
      .catch((error: unknown) => {
        const now = this.clock.now();
        this.#askAt = now + BROKEN_RETRY_MS;
        this.#contactAt = now - this.times.peekMs + BROKEN_RETRY_MS;
        for (const waiter of this.#queue.all()) this.#refuse(waiter, error);
        if (this.#idle) this.#forget();
      })
      .then(() => {
        this.#busy = null;
        this.#pump();
      });
  }

  async #peek(): Promise<void> {
    const seen = await this.store.peek(this.account.key);
    this.#contactAt = this.clock.now();
    this.#wanted = seen?.wanted ?? null;
    this.#noteBlock(seen?.block ?? null, seen === null ? 0 : this.#contactAt - seen.now);
  }

  /** Tells the database what this process needs and takes what it may have. */
  async #change(): Promise<void> {
    const asked = this.#queue.all();
    const started = this.clock.now();
    const { grant, block, shift } = await this.store.change(this.account.key, (state) => this.#decide(state));
    for (const waiter of asked) waiter.asked = true;
    this.#contactAt = this.#changedAt = this.clock.now();
    this.#target = grant.permits;
    this.#recorded = grant.recorded;
    this.#wanted = null;
    this.#leaseUntil = started + this.times.ttlMs;
    this.#nextSlotAt = grant.nextSlotAt + shift;
    this.#slots.push(...grant.slots.map((slot) => ({ ...slot, at: slot.at + shift })));
    this.#askAt = grant.askAt + shift;
    this.#noteBlock(block, shift);
    if (this.#contactAt - this.#flushedAt >= FLUSH_MS) await this.#flush();
  }

  #decide(state: AccountState): { change: ReturnType<typeof decide>['change']; result: { grant: Grant; block: Block | null; shift: number } } {
    const now = this.clock.now();
    // Added to a moment of the database it gives ours; never early, because the answer took its time to come here.
    const shift = now - state.now;
    const oldest = this.#queue.oldest();
    const { change, grant } = decide(
      {
        holder: this.holder, account: this.account, times: this.times, inUse: this.#inUse, held: this.#target, pending: this.#slots.length,
        waiting: this.#queue.counts(), oldest: oldest === null ? null : oldest - shift, recent: this.use.lastSecond(now),
        standing: { ...this.#standing, servedAt: this.#standing.servedAt - shift },
      },
      state,
    );
    // What is given back must not be handed out any more from this moment on; what is gained counts after the commit.
    this.#target = Math.min(this.#target, grant.permits);
    this.#standing = { ...this.#standing, heldSince: grant.standing.heldSince, boostedUntil: grant.standing.boostedUntil };
    return { change, result: { grant, block: state.block, shift } };
  }

  async #giveBack(): Promise<void> {
    this.#forget();
    await this.store.leave(this.account.key);
    await this.#flush();
  }

  #forget(): void {
    this.#target = 0;
    this.#recorded = 0;
    this.#changedAt = null;
    this.#wanted = null;
    this.#slots = [];
  }

  async #flush(): Promise<void> {
    this.#flushedAt = this.clock.now();
    await this.store.addUse(this.use.drain().map((use) => ({ key: this.account.key, ...use })));
  }

  #noteBlock(block: Block | null, shift: number): void {
    this.#block = block === null ? null : { until: block.until + shift, reason: block.reason };
    // Slots dated into a block are lost: the account is silent on those dates.
    if (this.#block !== null) this.#slots = [];
  }

  #stopTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }
}
