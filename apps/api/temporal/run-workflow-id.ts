import type { RunKind } from '#libs/domain/words.js';
import { workflowIds } from '#workflows/names.js';

/** The workflow that works on runs of a kind; null for kinds without one yet. */
export function runWorkflowId(kind: RunKind, integrationId: string): string | null {
  switch (kind) {
    case 'initial':
      return workflowIds.initialSync(integrationId);
    case 'reread':
      return workflowIds.reread(integrationId);
    case 'reapply':
      return workflowIds.reapply(integrationId);
    case 'recurring':
      return workflowIds.recurringSync(integrationId);
    case 'webhook':
    case 'replay':
    case 'reconcile':
      return workflowIds.inbox(integrationId);
    case 'journal':
      return null;
  }
}
