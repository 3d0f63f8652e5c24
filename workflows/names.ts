import type { FailureKind } from '#libs/domain/failure.js';
import type { Desired } from '#libs/domain/words.js';

/** Readable workflow ids; the Temporal UI is a monitor people use. */
export const workflowIds = {
  initialSync: (integrationId: string): string => `initial-sync/${integrationId}`,
  reread: (integrationId: string): string => `reread/${integrationId}`,
  reapply: (integrationId: string): string => `reapply/${integrationId}`,
  recurringSync: (integrationId: string): string => `recurring-sync/${integrationId}`,
  recurringTick: (integrationId: string): string => `recurring-tick/${integrationId}`,
  journal: (integrationId: string): string => `journal/${integrationId}`,
  inbox: (integrationId: string): string => `inbox/${integrationId}`,
  check: (integrationId: string, attempt: string): string => `check/${integrationId}/${attempt}`,
  estimate: (integrationId: string, attempt: string): string => `estimate/${integrationId}/${attempt}`,
  retention: (): string => 'retention',
  deliver: (destinationId: string): string => `deliver/${destinationId}`,
  askDestination: (destinationId: string, attempt: string): string => `ask-destination/${destinationId}/${attempt}`,
  erase: (erasureId: string): string => `erase/${erasureId}`,
} as const;

export const scheduleIds = {
  recurringSync: (integrationId: string): string => `recurring-sync/${integrationId}`,
  retention: (): string => 'retention',
} as const;

/** Names under which the workflows are registered. */
export const WORKFLOWS = {
  bulkSync: 'bulkSync',
  recurringSync: 'recurringSync',
  recurringTick: 'recurringTick',
  journalSync: 'journalSync',
  applyInbox: 'applyInbox',
  checkConnection: 'checkConnection',
  estimate: 'estimate',
  retention: 'retention',
  deliver: 'deliver',
  askDestination: 'askDestination',
  erase: 'erase',
} as const;

/** Signal: something in the database has changed; look again. */
export const WAKE_SIGNAL = 'wake';
/** Optional content of the signal. A bulk flow that is just ending goes on with the run named here. */
export type Wake = { readonly runId?: string };

/** Query: what the workflow believes. */
export const OBSERVED_QUERY = 'observed';
/** `waitingFor`: what the flow waits for at this moment, null while it works. */
export type Observed = { readonly desired: Desired; readonly waitingFor: FailureKind | 'paused' | null };

/** Custom search attributes, all keywords. */
export const SEARCH_ATTRIBUTES = { workspace: 'SztafetaWorkspace', integration: 'SztafetaIntegration', platform: 'SztafetaPlatform', runKind: 'SztafetaRunKind' } as const;
