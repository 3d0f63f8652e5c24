import type { FailureKind } from '#libs/domain/failure.js';
import { Failure } from '#libs/domain/failure.js';
import type { Lane } from '#libs/domain/words.js';
import type { PartRef, PartStep, RunActivities, RunPlan, RunWish, Tuning } from '#workflows/activities.js';
import { toApplicationFailure } from '../activities/application-failure.js';

type Step = Partial<PartStep> | Error | (() => Partial<PartStep> | Error | Promise<Partial<PartStep> | Error>);

export const QUICK: Tuning = { retryMs: 1_000, unavailableMs: 60_000, giveUpAfterMs: 300_000 };

/** A failure as a connector would throw it. */
export function failure(kind: FailureKind, code: string = kind, retryAfterMs?: number): Failure {
  return new Failure({ kind, code, message: { pl: 'Tekst', en: 'Text' }, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
}

/** The steps of a run without engine and database: parts follow a script, every call is written down. */
export class FakeHouse {
  readonly calls: string[] = [];
  wish: RunWish = { desired: 'run', ended: false, authenticated: true };
  concurrency = 1;
  tuning = QUICK;
  status: RunPlan['status'] = 'open';
  planFailure: Error | null = null;
  /** Called with each call's text, before it is answered. */
  onCall: (call: string) => void | Promise<void> = () => undefined;
  readonly #open = new Map<string, Step[]>();
  readonly #lanes = new Map<string, Lane>();

  /** A part and what its steps answer one after the other; without more to say it is done. */
  part(partId: string, ...script: readonly Step[]): this {
    this.#open.set(partId, [...script]);
    return this;
  }

  /** The same for a part of another lane. */
  ofLane(lane: Lane, partId: string, ...script: readonly Step[]): this {
    this.#lanes.set(partId, lane);
    return this.part(partId, ...script);
  }

  /** Calls whose text begins with one of `words`. */
  of(...words: readonly string[]): readonly string[] {
    return this.calls.filter((call) => words.some((word) => call.startsWith(word)));
  }

  readonly #say = async (call: string): Promise<void> => {
    this.calls.push(call);
    await this.onCall(call);
  };

  async #step(partId: string): Promise<PartStep> {
    const next = this.#open.get(partId)?.shift();
    const answer = typeof next === 'function' ? await next() : next;
    if (answer instanceof Error) throw toApplicationFailure(answer);
    const step: PartStep = { status: 'done', pages: 1, read: 10, waitMs: 0, ...answer };
    if (step.status === 'done') this.#open.delete(partId);
    return step;
  }

  readonly activities: RunActivities & { wakeInbox(): Promise<void> } = {
    planRun: async () => {
      await this.#say('plan');
      if (this.planFailure !== null) throw toApplicationFailure(this.planFailure);
      const parts = [...this.#open.keys()].map((partId): PartRef => ({ partId, stream: 'orders', lane: this.#lanes.get(partId) ?? 'backfill' }));
      return { status: this.status, parts, concurrency: this.concurrency, tuning: this.tuning };
    },
    syncPart: async ({ partId }) => {
      await this.#say(`sync ${partId}`);
      return this.#step(partId);
    },
    leavePart: async ({ partId, kind, code }) => {
      await this.#say(`leave ${partId} ${kind} ${code}`);
      this.#open.delete(partId);
    },
    readWish: async () => {
      await this.#say('wish');
      return this.wish;
    },
    noteWaiting: async ({ kind, code, untilMs }) => {
      await this.#say(`note ${kind ?? 'nothing'}${code === null ? '' : ` ${code}`}${untilMs === null ? '' : ' until'}`);
    },
    finishRun: async () => {
      await this.#say('finish');
      const state = this.wish.desired === 'stop' ? 'cancelled' : this.#open.size > 0 ? 'running' : this.of('leave').length > 0 ? 'incomplete' : 'complete';
      return { state };
    },
    failRun: async ({ kind, code }) => {
      await this.#say(`fail ${kind} ${code}`);
    },
    wakeInbox: async () => {
      await this.#say('inbox');
    },
  };
}
