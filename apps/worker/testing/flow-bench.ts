import { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { Worker } from '@temporalio/worker';
import { bundleWorkflows } from '../hosting/workflow-bundle.js';
import { quietRuntime } from './quiet-runtime.js';

/** A server whose clock jumps over every wait, and the bundle of the flows. One test at a time: its time is everybody's. */
export class FlowBench {
  private constructor(
    readonly env: TestWorkflowEnvironment,
    private readonly workflowBundle: WorkflowBundleWithSourceMap,
  ) {}

  static async start(): Promise<FlowBench> {
    const path = process.env['TEST_TIME_SKIPPING_BINARY'];
    if (path === undefined) throw new Error('TEST_TIME_SKIPPING_BINARY is not set: the Jest global setup did not run.');
    quietRuntime();
    const bundle = await bundleWorkflows();
    return new FlowBench(await TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } }), bundle);
  }

  /** Runs `work` while a worker with these steps serves the queue. */
  async with<T>(taskQueue: string, activities: object, work: () => Promise<T>): Promise<T> {
    const worker = await Worker.create({ connection: this.env.nativeConnection, taskQueue, workflowBundle: this.workflowBundle, activities });
    return worker.runUntil(work);
  }

  async close(): Promise<void> {
    await this.env.teardown();
  }
}
