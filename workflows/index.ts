/** Entry of the workflow bundle: every flow the worker can run, under the names of `WORKFLOWS`. */
export { applyInbox } from './apply-inbox/apply-inbox.workflow.js';
export { askDestination } from './ask-destination/ask-destination.workflow.js';
export { bulkSync } from './bulk-sync/bulk-sync.workflow.js';
export { checkConnection } from './check-connection/check-connection.workflow.js';
export { deliver } from './deliver/deliver.workflow.js';
export { erase } from './erase/erase.workflow.js';
export { estimate } from './estimate/estimate.workflow.js';
export { journalSync } from './journal-sync/journal-sync.workflow.js';
export { recurringSync } from './recurring-sync/recurring-sync.workflow.js';
export { recurringTick } from './recurring-sync/recurring-tick.workflow.js';
export { retention } from './retention/retention.workflow.js';
