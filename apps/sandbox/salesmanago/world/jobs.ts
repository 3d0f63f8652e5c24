import type { Later } from '../later.js';

export type Job = { readonly id: number; readonly total: number; done: number; readonly steps: readonly (() => void)[]; started: boolean };

/** Asynchronous work behind a `requestId`; the records of a job are applied one by one, so a read in between sees a part. */
export class Jobs {
  private readonly jobs = new Map<number, Job>();
  private lastId: number;

  /** @param delay `ms` null = jobs wait for `runHeld` */
  constructor(
    private readonly later: Later,
    readonly delay: { ms: number | null; recordMs: number },
    firstId: number,
  ) {
    this.lastId = firstId;
  }

  add(steps: readonly (() => void)[]): number {
    this.lastId += 1;
    const job = { id: this.lastId, total: steps.length, done: 0, steps, started: false };
    this.jobs.set(job.id, job);
    if (this.delay.ms !== null) this.start(job, this.delay.ms);
    return job.id;
  }

  get(id: number): Job | undefined {
    return this.jobs.get(id);
  }

  /** Starts what waits for it. */
  runHeld(): void {
    for (const job of this.jobs.values()) if (!job.started) this.start(job, 0);
  }

  private start(job: Job, ms: number): void {
    job.started = true;
    this.later.run(ms, () => { this.step(job); });
  }

  private step(job: Job): void {
    job.steps[job.done]?.();
    job.done += 1;
    if (job.done < job.total) this.later.run(this.delay.recordMs, () => { this.step(job); });
  }
}
