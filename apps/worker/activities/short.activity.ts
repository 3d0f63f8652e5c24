import type { JsonObject } from '#libs/domain/words.js';
import { checkConnection } from '#libs/sync/check-connection.js';
import type { Engine } from '#libs/sync/engine.js';
import { estimate } from '#libs/sync/estimate.js';
import type { ShortActivities } from '#workflows/activities.js';
import type { StepLogger } from './as-step.js';
import { asStep } from './as-step.js';

export type Prune = (onBeat: () => void, signal: AbortSignal) => Promise<JsonObject>;

/** Steps somebody waits for, and the retention job. */
export function shortActivities(engine: Engine, logger: StepLogger, prune: Prune): ShortActivities {
  return {
    checkConnection: asStep(logger, async (input, { signal }) => ({ ...(await checkConnection(engine, input, signal)) })),
    estimate: asStep(logger, (input, { signal }) => estimate(engine, input, signal)),
    prune: asStep(logger, (_input: void, { signal, onBeat }) => prune(onBeat, signal)),
  };
}
