import { ERASURE_TUNING } from '#libs/erasure/tuning.js';
import { removePerson, type ErasureEngine } from '#libs/erasure/remove-person.js';
import { searchLeftovers } from '#libs/erasure/search-leftovers.js';
import type { Engine } from '#libs/sync/engine.js';
import type { EraseActivities } from '#workflows/activities.js';
import type { StepLogger } from './as-step.js';
import { asStep } from './as-step.js';

/** The steps that erase a person. */
export function eraseActivities({ dataSource, secrets }: Engine, logger: StepLogger, failpoint?: ErasureEngine['failpoint']): EraseActivities {
  const engine: ErasureEngine = { dataSource, secrets, tuning: ERASURE_TUNING, ...(failpoint === undefined ? {} : { failpoint }) };
  return {
    removePerson: asStep(logger, ({ erasureId }) => removePerson(engine, erasureId)),
    searchLeftovers: asStep(logger, ({ erasureId }, { onBeat }) => searchLeftovers(engine, erasureId, onBeat)),
  };
}
