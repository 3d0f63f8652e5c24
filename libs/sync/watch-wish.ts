import type { Engine } from './engine.js';

/** Aborts `controller` when somebody wants the part to hold, its run has ended, or the caller's signal fires. */
export function watchWish(engine: Engine, partId: string, outer: AbortSignal, controller: AbortController, onBeat: () => void): () => void {
  const abort = (): void => controller.abort(new Error('held'));
  if (outer.aborted) abort();
  outer.addEventListener('abort', abort, { once: true });
  let looking = false;
  const look = async (): Promise<void> => {
    if (looking) return;
    looking = true;
    try {
      onBeat();
      const rows = await engine.dataSource.query<{ go: boolean }[]>(`select desired = 'run' and state = 'open' as go from part where id = $1`, [partId]);
      if (rows[0]?.go !== true) abort();
    } finally {
      looking = false;
    }
  };
  // A look that fails changes nothing: the fence decides in the end, and without a database no page can be committed.
  const timer = setInterval(() => void look().catch(() => undefined), engine.tuning.watchMs);
  return () => {
    clearInterval(timer);
    outer.removeEventListener('abort', abort);
  };
}
