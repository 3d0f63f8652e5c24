import { setTimeout as delay } from 'node:timers/promises';
import { Problem } from '#tools/problem.js';
import { Refused, patiently, type RestClient } from './rest.js';

type Ledger = Readonly<Record<'read' | 'written' | 'unchanged' | 'excluded' | 'rejected', number>>;

/** The part of a run view the benchmark looks at. */
export type RunView = {
  readonly id: string;
  readonly state: string;
  readonly ended: boolean;
  readonly streams: Readonly<Record<string, Ledger>>;
  readonly total: Ledger;
  readonly waiting: { readonly code: string; readonly message: string } | null;
  readonly outcome: { readonly code: string | null; readonly message: string | null } | null;
};

const POLL_MS = 200;

export const ledgerAddsUp = (ledger: Ledger): boolean => ledger.read === ledger.written + ledger.unchanged + ledger.excluded + ledger.rejected;

export const addsUp = (run: RunView): boolean => [...Object.values(run.streams), run.total].every(ledgerAddsUp);

/** Numbers only, for the report. */
export function ledgersOf(run: RunView): Record<string, Record<string, number>> {
  return Object.fromEntries(
    Object.entries(run.streams).map(([stream, { read, written, unchanged, excluded, rejected }]) => [stream, { read, written, unchanged, excluded, rejected }]),
  );
}

/** Starts a run; an answer that got lost is no second run. */
export async function startRun(rest: RestClient, integrationId: string, kind: 'initial-sync' | 'reread'): Promise<string> {
  try {
    const { run } = await rest.call<{ run: RunView }>('POST', `/integrations/${integrationId}/${kind}`, kind === 'reread' ? { confirm: true } : {});
    return run.id;
  } catch (thrown) {
    if (thrown instanceof Refused) throw new Problem(`The service refused to start the run: ${thrown.message}`);
    throw thrown;
  }
}

/**
 * Waits until the run has ended. `look` is called with every view.
 * @throws Problem when it has not ended in time, saying why it stood still
 */
export async function untilEnded(rest: RestClient, runId: string, limitMs: number, look: (run: RunView) => void = () => undefined): Promise<RunView> {
  const until = performance.now() + limitMs;
  for (;;) {
    const run = await patiently(() => rest.call<RunView>('GET', `/runs/${runId}`), 120_000);
    look(run);
    if (run.ended) return run;
    if (performance.now() > until) {
      throw new Problem(`The run ${runId} has not ended within ${String(limitMs / 60_000)} minutes (state ${run.state}, ${run.waiting?.message ?? 'not waiting for anything'}).`);
    }
    await delay(POLL_MS);
  }
}
