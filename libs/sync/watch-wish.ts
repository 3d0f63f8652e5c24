import type { Engine } from './engine.js';

const PART = `select desired = 'run' and state = 'open' as go from part where id = $1`;
const RUN = `select desired = 'run' and state in ('queued', 'running', 'paused', 'waiting') as go from run where id = $1`;

/** Aborts `controller` when somebody wants the part to hold, its run has ended, or the caller's signal fires. */
export function watchWish(engine: Engine, partId: string, outer: AbortSignal, controller: AbortController, onBeat: () => void): () => void {
  return watch(engine, PART, partId, outer, controller, onBeat);
}

/** The same for a run that is being planned and has no parts yet. */
export function watchRun(engine: Engine, runId: string, outer: AbortSignal, controller: AbortController): () => void {
  return watch(engine, RUN, runId, outer, controller, () => undefined);
}

function watch(engine: Engine, question: string, id: string, outer: AbortSignal, controller: AbortController, onBeat: () => void): () => void {
  const abort = (): void => controller.abort(new Error('held'));
  if (outer.aborted) abort();
  outer.addEventListener('abort', abort, { once: true });
  let looking = false;
  const look = async (): Promise<void> => {
    if (looking) return;
    looking = true;
    try {
      onBeat();
      const rows = await engine.dataSource.query<{ go: boolean }[]>(question, [id]);
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
