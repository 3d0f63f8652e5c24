import type { Engine } from '#libs/sync/engine.js';
import { planRun } from '#libs/sync/plan-run.js';
import { failRun, finishRun, leavePart, noteWaiting, readWish } from '#libs/sync/run-life.js';
import { syncPart } from '#libs/sync/sync-part.js';
import type { RunActivities } from '#workflows/activities.js';
import type { StepLogger } from './as-step.js';
import { asStep } from './as-step.js';

/** The steps of a run over the sync engine. */
export function runActivities(engine: Engine, logger: StepLogger): RunActivities {
  return {
    planRun: asStep(logger, ({ runId }, { signal }) => planRun(engine, runId, signal)),
    syncPart: asStep(logger, ({ partId }, tools) => syncPart(engine, { partId, ...tools })),
    leavePart: asStep(logger, (input) => leavePart(engine, input)),
    readWish: asStep(logger, ({ runId }) => readWish(engine, runId)),
    noteWaiting: asStep(logger, (input) => noteWaiting(engine, input)),
    finishRun: asStep(logger, ({ runId }) => finishRun(engine, runId)),
    failRun: asStep(logger, (input) => failRun(engine, input)),
  };
}
