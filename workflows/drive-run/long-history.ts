import { workflowInfo } from '@temporalio/workflow';

/** Histories stay small enough to be read and replayed at once; the promise is 2,000 events, work in flight included. */
const MAX_EVENTS = 1_500;

/** True when the flow should continue as new at the next place where nothing is under way. */
export function isLongHistory(): boolean {
  const info = workflowInfo();
  return info.historyLength >= MAX_EVENTS || info.continueAsNewSuggested;
}
