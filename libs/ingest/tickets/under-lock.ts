import type { DataSource } from 'typeorm';
import { IngestSession, isTransient } from '../session.js';
import { LOCK_EXCLUSIVE } from '../statements.js';

const TRIES = 5;

/**
 * One transaction under the workspace's exclusive lock: no page that creates or joins cards is under way meanwhile. What it
 * reads is what all pages before have committed, and every page behind it sees what it has written.
 */
export async function underLock<T>(dataSource: DataSource, workspaceId: string, work: (session: IngestSession) => Promise<T>): Promise<T> {
  const session = await IngestSession.open(dataSource);
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await session.plain('begin');
        await session.query(LOCK_EXCLUSIVE, [workspaceId]);
        const result = await work(session);
        await session.plain('commit');
        return result;
      } catch (error) {
        await session.abandon();
        if (attempt >= TRIES || !isTransient(error)) throw error;
      }
    }
  } finally {
    await session.release();
  }
}
