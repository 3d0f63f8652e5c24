import type { DataSource } from 'typeorm';

/**
 * The database clock in this process: "request sent" times of all workers must be comparable. The offset is measured
 * around one query and again every `refreshMs`.
 */
export async function startDatabaseClock(dataSource: DataSource, refreshMs = 60_000): Promise<{ nowMs: () => number; stop: () => void }> {
  let offset = 0;
  const measure = async (): Promise<void> => {
    const sent = Date.now();
    const [row] = await dataSource.query<{ ms: number }[]>('select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms');
    offset = (row?.ms ?? sent) - (sent + Date.now()) / 2;
  };
  await measure();
  // A failed measurement keeps the last offset; the next one comes in a minute.
  const timer = setInterval(() => void measure().catch(() => undefined), refreshMs);
  timer.unref();
  return { nowMs: () => Date.now() + offset, stop: () => clearInterval(timer) };
}
