import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { ClientBase, QueryResult, QueryResultRow } from 'pg';

/** A hot statement: prepared once a connection under its name, easy to find in `pg_stat_statements` and to EXPLAIN. */
export type Statement = { readonly name: string; readonly text: string };

/**
 * One connection of an ingest pool. Statements are named and pipelined: several may be sent before the first answer is
 * there. In a transaction a failed statement fails all behind it, so COMMIT is never part of a batch.
 */
export class IngestSession {
  private constructor(
    private readonly runner: QueryRunner,
    private readonly client: ClientBase,
  ) {}

  /** Takes a connection out of the pool; `release` must be called. */
  static async open(dataSource: DataSource): Promise<IngestSession> {
    const runner = dataSource.createQueryRunner();
    return new IngestSession(runner, (await runner.connect()) as ClientBase);
  }

  /** The same connection and transaction, for what speaks through TypeORM. */
  get manager(): EntityManager {
    return this.runner.manager;
  }

  /** For work inside a transaction that somebody else began and ends. */
  static async within(runner: QueryRunner): Promise<IngestSession> {
    return new IngestSession(runner, (await runner.connect()) as ClientBase);
  }

  query<Row extends QueryResultRow>(statement: Statement, values: readonly unknown[]): Promise<QueryResult<Row>> {
    return this.client.query<Row>({ name: statement.name, text: statement.text, values: [...values] });
  }

  /** For begin, commit and rollback, which are never prepared. */
  async plain(text: 'begin' | 'commit' | 'rollback'): Promise<void> {
    await this.client.query(text);
  }

  /** Undoes what is open; a broken connection has nothing left to undo. */
  async abandon(): Promise<void> {
    await this.client.query('rollback').catch(() => undefined);
  }

  async release(): Promise<void> {
    await this.runner.release();
  }
}

/** Waits for every statement of a batch, then throws the first failure: later ones only say that the transaction is aborted. */
export async function settled<T extends readonly Promise<unknown>[]>(batch: readonly [...T]): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const results = await Promise.allSettled(batch);
  for (const result of results as readonly PromiseSettledResult<unknown>[]) if (result.status === 'rejected') throw result.reason;
  return results.map((result) => (result as PromiseFulfilledResult<unknown>).value) as { -readonly [K in keyof T]: Awaited<T[K]> };
}

/** Deadlocks and serialisation failures: nothing is wrong, the transaction is simply made again. */
export function isTransient(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === '40P01' || code === '40001';
}
