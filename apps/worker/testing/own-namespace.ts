import { randomUUID } from 'node:crypto';
import { msToTs } from '@temporalio/common/lib/time.js';
import { connectTemporal } from '#libs/temporal/connect.js';
import type { TemporalClient } from '#libs/temporal/connect.js';
import { eventually } from './eventually.js';

/** A namespace of a suite's own on the shared Temporal: the names of queues are fixed, so suites would take each other's work. */
export async function ownNamespace(): Promise<TemporalClient> {
  const address = process.env['TEST_TEMPORAL_ADDRESS'];
  if (address === undefined) throw new Error('TEST_TEMPORAL_ADDRESS is not set: the Jest global setup did not run.');
  const namespace = `test-${randomUUID()}`;
  const temporal = connectTemporal({ address, namespace });
  await temporal.client.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs('1 day') });
  // The server's own caches learn of it a little later.
  await eventually(async () => (await temporal.client.workflow.count()).count === 0);
  return temporal;
}
