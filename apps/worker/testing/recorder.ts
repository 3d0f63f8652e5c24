import { randomUUID } from 'node:crypto';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { WorkflowContinuedAsNewError } from '@temporalio/client';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { NativeConnection, Worker } from '@temporalio/worker';
import { WAKE_SIGNAL } from '#workflows/names.js';
import { ownNamespace } from './own-namespace.js';
import type { TemporalClient } from '#libs/temporal/connect.js';

/** Histories are kept in the repository: no trace of the machine that made them. */
const IDENTITY = 'recorder';

export type Recording = {
  readonly workflow: string;
  readonly input: object | null;
  /** Steps, given a way to wake the flow that is being recorded. */
  readonly activities: (wake: (content?: object) => Promise<void>) => object;
};

const withoutTraces = (key: string, value: unknown): unknown => {
  if (key === 'identity') return IDENTITY;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'stackTrace' && name !== 'workerInstanceKey' && name !== 'namespace'));
};

/** Really runs flows on the shared Temporal and returns what it wrote down of their first execution. */
export class Recorder {
  private constructor(
    private readonly temporal: TemporalClient,
    private readonly connection: NativeConnection,
    private readonly workflowBundle: WorkflowBundleWithSourceMap,
  ) {}

  static async start(workflowBundle: WorkflowBundleWithSourceMap): Promise<Recorder> {
    const temporal = await ownNamespace();
    return new Recorder(temporal, await NativeConnection.connect({ address: process.env['TEST_TEMPORAL_ADDRESS'] ?? '' }), workflowBundle);
  }

  async record({ workflow, input, activities }: Recording): Promise<string> {
    const workflowId = `${workflow}/${randomUUID()}`;
    const { client, namespace } = this.temporal;
    const handle = client.workflow.getHandle(workflowId);
    const wake = async (content?: object): Promise<void> => handle.signal(WAKE_SIGNAL, ...(content === undefined ? [] : [content]));
    const worker = await Worker.create({
      connection: this.connection, namespace, identity: IDENTITY, taskQueue: 'recorded', workflowBundle: this.workflowBundle, activities: activities(wake),
    });
    return worker.runUntil(async () => {
      const started = await client.workflow.start(workflow, { workflowId, taskQueue: 'recorded', args: input === null ? [] : [input], followRuns: false });
      await started.result().catch((error: unknown) => {
        if (!(error instanceof WorkflowContinuedAsNewError)) throw error;
      });
      const history = await client.workflow.getHandle(workflowId, started.firstExecutionRunId).fetchHistory();
      await handle.result();
      return `${JSON.stringify(JSON.parse(historyToJSON(history)), withoutTraces, 1)}\n`;
    });
  }

  async close(): Promise<void> {
    await this.connection.close();
    await this.temporal.close();
  }
}
