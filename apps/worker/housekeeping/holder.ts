import type { DataSource, QueryRunner } from 'typeorm';

/** Key of the advisory lock: "sztafeta housekeeping", any number that nobody else uses. */
const LOCK = 7_390_020_001;

/** One worker of all does the housekeeping. The lock belongs to a session, so it is free the moment that worker dies. */
export class Holder {
  #runner: QueryRunner | null = null;

  constructor(private readonly dataSource: DataSource) {}

  /** True when this process is the holder now; takes the lock when nobody has it. */
  async holds(): Promise<boolean> {
    try {
      return this.#runner === null ? await this.#take() : await this.#confirm(this.#runner);
    } catch (error) {
      await this.release();
      throw error;
    }
  }

  async release(): Promise<void> {
    const runner = this.#runner;
    this.#runner = null;
    if (runner === null) return;
    try {
      await runner.query('select pg_advisory_unlock($1)', [LOCK]);
    } finally {
      await runner.release();
    }
  }

  async #take(): Promise<boolean> {
    const runner = this.dataSource.createQueryRunner();
    let taken = false;
    try {
      const rows = (await runner.query('select pg_try_advisory_lock($1) as taken', [LOCK])) as { taken: boolean }[];
      taken = rows[0]?.taken === true;
    } finally {
      if (!taken) await runner.release();
    }
    if (taken) this.#runner = runner;
    return taken;
  }

  /** A session that was cut off has lost the lock without knowing. */
  async #confirm(runner: QueryRunner): Promise<boolean> {
    await runner.query('select 1');
    return true;
  }
}
