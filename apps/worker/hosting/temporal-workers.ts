import { NativeConnection, Worker } from '@temporalio/worker';
import type { TaskQueue } from '#workflows/activities.js';
import type { Activities } from '../activities/activities.js';
import { loadBundle } from './load-bundle.js';

export type HostOptions = {
  readonly address: string;
  readonly namespace: string;
  readonly queues: readonly { readonly taskQueue: TaskQueue; readonly slots: number; readonly activities: Activities }[];
};

export type TemporalWorkers = {
  /** Resolves when all have stopped; rejects when one has failed, after the others were told to stop. */
  readonly done: Promise<void>;
  /** `RUNNING`, `DRAINING`… by task queue. */
  states(): Readonly<Record<string, string>>;
  /** Steps under way are told to stop at once and have a few seconds to leave. */
  stop(): Promise<void>;
};

/** A step that hears nothing of the end for this long is cut off; its page is read again by another worker. */
const SHUTDOWN_FORCE = '9 s';

/** One Temporal worker per task queue over one connection and one bundle. @throws when Temporal cannot be reached */
export async function startTemporalWorkers(options: HostOptions): Promise<TemporalWorkers> {
  const connection = await NativeConnection.connect({ address: options.address });
  const workers = await createWorkers(connection, options).catch(async (error: unknown) => {
    await connection.close();
    throw error;
  });
  const stop = (): void => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  const runs = workers.map((worker) => worker.run().finally(stop));
  const done = Promise.allSettled(runs).then(async (ends) => {
    await connection.close();
    for (const end of ends) if (end.status === 'rejected') throw end.reason instanceof Error ? end.reason : new Error(String(end.reason));
  });
  // Whoever waits for `done` gets the failure; nobody waiting yet is no reason to end the process.
  done.catch(() => undefined);
  return {
    done,
    states: () => Object.fromEntries(workers.map((worker) => [worker.options.taskQueue, worker.getState()])),
    stop: async () => {
      stop();
      await done;
    },
  };
}

async function createWorkers(connection: NativeConnection, options: HostOptions): Promise<readonly Worker[]> {
  const workflowBundle = await loadBundle();
  const workers: Worker[] = [];
  for (const { taskQueue, slots, activities } of options.queues) {
    workers.push(
      await Worker.create({
        connection,
        namespace: options.namespace,
        taskQueue,
        workflowBundle,
        activities,
        maxConcurrentActivityTaskExecutions: slots,
        maxConcurrentWorkflowTaskExecutions: 20,
        maxCachedWorkflows: 100,
        // A flow that was cached by a worker that is gone waits this long for it; the default is ten seconds.
        stickyQueueScheduleToStartTimeout: '2 s',
        workflowThreadPoolSize: 1,
        // A cancellation comes back with a heartbeat; the default throttle would keep it for twelve seconds.
        maxHeartbeatThrottleInterval: '2 s',
        defaultHeartbeatThrottleInterval: '2 s',
        shutdownGraceTime: 0,
        shutdownForceTime: SHUTDOWN_FORCE,
      }),
    );
  }
  return workers;
}
