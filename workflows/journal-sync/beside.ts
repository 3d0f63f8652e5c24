import type { PartRef } from '../activities.js';
import { readPart, type ReadingSteps } from '../drive-run/read-part.js';
import type { RunDesk } from '../drive-run/run-desk.js';
import { stepFailure } from '../drive-run/step-failure.js';

/**
 * What is read while the journal is followed: scans that close gaps, and phone numbers that are looked up. One after the other, so
 * that the journal never waits for more than one of them.
 */
export class Beside {
  readonly #known = new Set<string>();
  readonly #parts: PartRef[] = [];
  #phones = false;
  #ending = false;
  #work: Promise<void> | null = null;

  constructor(
    private readonly desk: RunDesk,
    private readonly steps: ReadingSteps,
  ) {}

  /** Parts that are open now; each is taken up once. */
  add(parts: readonly PartRef[], phones: number): void {
    for (const part of parts) {
      if (this.#known.has(part.partId)) continue;
      this.#known.add(part.partId);
      this.#parts.push(part);
    }
    this.#phones ||= phones > 0;
    if (this.#work === null && (this.#parts.length > 0 || this.#phones)) this.#work = this.#run();
  }

  /** Resolves when nothing is under way. What the desk no longer allows is left where it is, and so are phone numbers: the next day finds them. */
  async end(): Promise<void> {
    this.#ending = true;
    while (this.#work !== null) await this.#work;
  }

  async #run(): Promise<void> {
    try {
      for (let part = this.#parts.shift(); part !== undefined && this.desk.leaving === null; part = this.#parts.shift()) await readPart(this.desk, this.steps, part);
      while (this.#phones && !this.#ending && (await this.desk.mayStep())) await this.#lookUp();
    } finally {
      this.#work = null;
    }
  }

  async #lookUp(): Promise<void> {
    const { wakes } = this.desk;
    const seen = wakes.count;
    try {
      const { left, waitMs } = await this.steps.lookUpPhones({ runId: this.desk.runId });
      this.#phones = left > 0 && waitMs === 0;
      if (left > 0 && waitMs > 0) await this.desk.rest({ kind: 'rate_limited', code: null }, waitMs);
      this.#phones ||= left > 0 && waitMs > 0;
    } catch (error) {
      const failure = stepFailure(error);
      // A right that only look-ups need: the journal goes on without them. They are tried again with the next look.
      if (failure.kind === 'permission_missing') this.#phones = false;
      // What holds the whole account holds the journal as well.
      else if ((await this.desk.onFailure(failure, seen)) === 'leave') this.#phones = false;
    }
  }
}
