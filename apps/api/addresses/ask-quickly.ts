import type { ClientBase, QueryResultRow } from 'pg';
import type { DataSource } from 'typeorm';

/** Longest wait for one statement of a caller from outside, ms: senders give up soon, and what they hold open must not pile up. */
const STATEMENT_MS = 2_500;

/** A statement; with a name it is prepared once a connection. */
export type Question = { readonly name?: string; readonly text: string };

/** Rows of a statement that is given up on when the database hangs. @throws also when it took too long */
export async function askQuickly<Row extends QueryResultRow>(dataSource: DataSource, question: Question, values: readonly unknown[], statementMs = STATEMENT_MS): Promise<readonly Row[]> {
  const runner = dataSource.createQueryRunner();
  try {
    const client = (await runner.connect()) as ClientBase & { end(): Promise<void> };
    // The connection goes as well: it is in the middle of something, and whoever got it next would wait behind that.
    const timer = setTimeout(() => void client.end(), statementMs);
    try {
      return (await client.query<Row>({ ...question, values: [...values] })).rows;
    } finally {
      clearTimeout(timer);
    }
  } finally {
    await runner.release();
  }
}
