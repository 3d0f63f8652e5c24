/**
 * The life of a run. A run that is not in `ENDED` is unfinished: the reconciler makes sure that a workflow works on it.
 * `waiting`: something outside must change first (credentials, a right, the platform's block); the reason is stored.
 */
export const RUN_STATES = ['queued', 'running', 'paused', 'waiting', 'complete', 'complete_with_rejects', 'incomplete', 'cancelled', 'failed', 'not_started'] as const;
export type RunState = (typeof RUN_STATES)[number];

export const ENDED: ReadonlySet<RunState> = new Set(['complete', 'complete_with_rejects', 'incomplete', 'cancelled', 'failed', 'not_started']);
export const UNFINISHED_RUN_STATES = RUN_STATES.filter((state) => !ENDED.has(state));

const UNFINISHED: readonly RunState[] = ['queued', 'running', 'paused', 'waiting'];
const ENDS: readonly RunState[] = ['complete', 'complete_with_rejects', 'incomplete', 'cancelled', 'failed'];

/** Legal changes of a run's state; one table, used by every part that changes it. */
export const RUN_CHANGES = {
  queued: ['running', 'paused', 'waiting', 'cancelled', 'failed', 'not_started'],
  running: [...UNFINISHED, ...ENDS],
  paused: [...UNFINISHED, ...ENDS],
  waiting: [...UNFINISHED, ...ENDS],
  complete: [],
  complete_with_rejects: [],
  incomplete: [],
  cancelled: [],
  failed: [],
  not_started: [],
} as const satisfies Record<RunState, readonly RunState[]>;

export function mayChangeRun(from: RunState, to: RunState): boolean {
  return (RUN_CHANGES[from] as readonly RunState[]).includes(to);
}
