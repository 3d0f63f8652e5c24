import { setCurrentDetails } from '@temporalio/workflow';
import type { FailureKind } from '#libs/domain/failure.js';
import type { Desired } from '#libs/domain/words.js';
import type { Tuning } from '../activities.js';
import { isLongHistory } from './long-history.js';
import type { StepFailure } from './step-failure.js';
import { book, DEFAULT_RETRY_MS } from './steps.js';
import type { Wakes } from './wakes.js';

/** Why a flow takes no further step: the run is closed, a person stopped it, or the history is long enough. */
export type Leaving = 'ended' | 'stopped' | 'long';
type Reason = { readonly kind: FailureKind | 'paused'; readonly code: string | null };

/** A wake signal ends every wait; this look is for the case that one was never sent. */
const LOOK_AGAIN_MS = 3_600_000;
/** Waits shorter than this are over before anybody has read the reason. */
const NOTED_MS = 5_000;
/** Our own database or workers are away: they come back sooner than a shop, and nobody outside is bothered by a look. */
const HOUSE_REST_MS = 15_000;
/** A part that takes its worker down this often in a row is the cause, not a victim. */
const MOST_LOST_WORKERS = 20;
/** Used until the plan has brought the run's own. */
const DEFAULT_TUNING: Tuning = { retryMs: DEFAULT_RETRY_MS, unavailableMs: 60_000, giveUpAfterMs: 3_600_000 };

/**
 * What one run knows and shares between its readers. All readers use one outside account, so every wait holds all of
 * them: whoever meets the reason opens the hold, the others join it before their next step.
 */
export class RunDesk {
  desired: Desired = 'run';
  waitingFor: FailureKind | 'paused' | null = null;
  leaving: Leaving | null = null;
  tuning: Tuning = DEFAULT_TUNING;
  /** Raised by every hold. A failure of a step begun before the last hold tells of a time that is over. */
  generation = 0;
  #hold: Promise<void> | null = null;
  /** Whether the row may hold a reason. An earlier execution of this flow may have left one, so the first clearing is real. */
  #noted = true;
  #unreachableSince: number | null = null;
  #lostWorkers = 0;

  constructor(
    readonly runId: string,
    readonly wakes: Wakes,
  ) {
    wakes.answer(() => ({ desired: this.desired, waitingFor: this.waitingFor }));
  }

  /** Resolves when the next step may be taken; false when the flow should leave instead. */
  async mayStep(): Promise<boolean> {
    while (this.#hold !== null) await this.#hold;
    if (this.leaving === null && isLongHistory()) this.leaving = 'long';
    return this.leaving === null;
  }

  /** Looks at what a person wants, and holds the run while it is to rest. */
  async followWish(): Promise<void> {
    await this.#holding(() => this.#untilAllowed(null));
  }

  /** Holds the run for `ms`, or until somebody wakes it. */
  async rest(reason: Reason, ms: number): Promise<void> {
    await this.#holding(async () => {
      const seen = this.wakes.count;
      if (ms >= NOTED_MS) await this.#note(reason, Date.now() + ms);
      if (ms > 0) await this.wakes.wait(seen, ms);
    });
  }

  /** A step has moved the run on: what it waited for is over. */
  async progress(): Promise<void> {
    this.#unreachableSince = null;
    this.#lostWorkers = 0;
    if (this.#hold === null) await this.#clear();
  }

  /**
   * Decides by the kind of failure: waits and says `again`, or says `leave`.
   * @param seen wake count before the failed step: a signal during the step already is a reason to look again
   */
  async onFailure(failure: StepFailure, seen: number): Promise<'again' | 'leave'> {
    const { kind, code } = failure;
    switch (kind) {
      case 'credentials_rejected':
      case 'permission_missing':
        await this.#holding(async () => {
          await this.#note({ kind, code }, null);
          await this.wakes.wait(seen, LOOK_AGAIN_MS);
          await this.#untilAllowed({ kind, code });
        });
        return 'again';
      case 'rate_limited':
        await this.rest({ kind, code }, failure.retryAfterMs ?? this.tuning.unavailableMs);
        return 'again';
      case 'platform_unavailable':
        this.#unreachableSince ??= Date.now();
        if (Date.now() - this.#unreachableSince >= this.tuning.giveUpAfterMs) return 'leave';
        await this.rest({ kind, code }, this.tuning.unavailableMs);
        return 'again';
      case 'worker_lost':
        this.#lostWorkers += 1;
        if (this.#lostWorkers >= MOST_LOST_WORKERS) return 'leave';
        await this.#restAtHome();
        return 'again';
      case 'database_unavailable':
      case 'worker_shutdown':
        await this.#restAtHome();
        return 'again';
      default:
        return 'leave';
    }
  }

  async #holding(work: () => Promise<void>): Promise<void> {
    if (this.#hold !== null) return this.#hold;
    this.#hold = work();
    try {
      await this.#hold;
    } finally {
      this.#hold = null;
      this.generation += 1;
    }
  }

  /** No reason is noted: there is nothing to note it in, or it concerns nobody outside. */
  async #restAtHome(): Promise<void> {
    await this.#holding(() => this.wakes.wait(this.wakes.count, Math.min(HOUSE_REST_MS, this.tuning.unavailableMs)));
  }

  async #untilAllowed(refused: Reason | null): Promise<void> {
    for (;;) {
      const seen = this.wakes.count;
      const wish = await book.readWish({ runId: this.runId });
      this.desired = wish.desired;
      if (wish.ended || wish.desired === 'stop') {
        this.leaving = wish.ended ? 'ended' : 'stopped';
        return;
      }
      if (wish.desired === 'run' && wish.authenticated) break;
      await this.#note(wish.desired === 'pause' ? { kind: 'paused', code: null } : (refused ?? { kind: 'credentials_rejected', code: null }), null);
      await this.wakes.wait(seen, LOOK_AGAIN_MS);
      if (isLongHistory()) {
        this.leaving = 'long';
        return;
      }
    }
    await this.#clear();
  }

  async #note(reason: Reason, untilMs: number | null): Promise<void> {
    if (this.waitingFor === reason.kind && untilMs === null) return;
    this.waitingFor = reason.kind;
    this.#noted = true;
    setCurrentDetails(`Waiting: ${reason.code ?? reason.kind}${untilMs === null ? '' : ` until ${new Date(untilMs).toISOString()}`}`);
    await book.noteWaiting({ runId: this.runId, kind: reason.kind, code: reason.code, untilMs });
  }

  async #clear(): Promise<void> {
    if (!this.#noted) return;
    this.waitingFor = null;
    this.#noted = false;
    setCurrentDetails('Reading');
    await book.noteWaiting({ runId: this.runId, kind: null, code: null, untilMs: null });
  }
}
