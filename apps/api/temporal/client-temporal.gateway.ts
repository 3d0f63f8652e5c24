import { Injectable, Logger } from '@nestjs/common';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { RunKind } from '#libs/domain/words.js';
import { TASK_QUEUES, type TaskQueue } from '#workflows/activities.js';
import { WAKE_SIGNAL, WORKFLOWS, workflowIds, type Wake } from '#workflows/names.js';
import { ApiProblem } from '../http/problem.js';
import { within } from './deadline.js';
import { runWorkflowId } from './run-workflow-id.js';
import { createSchedule, deleteSchedule } from './schedules.js';
import { flowFailure, isTimedOut } from './flow-failure.js';
import { searchAttributes } from './search-attributes.js';
import { TemporalConnection } from './temporal-connection.js';
import { asTemporalProblem } from './temporal-errors.js';
import { TemporalGateway, type IntegrationRef, type QueueHealth } from './temporal.gateway.js';

/** How long a person waits for an answer that needs the shop, ms. */
const SHORT_FLOW_MS = 30_000;
/** A poller that was not seen for this long is gone. */
const POLLER_FRESH_MS = 90_000;
const TASK_QUEUE_TYPE_ACTIVITY = 2;

function tookTooLong(): ApiProblem {
  return new ApiProblem({
    status: 504,
    code: 'check_timeout',
    message: {
      pl: 'Nie udało się uzyskać odpowiedzi w ciągu 30 sekund: sklep odpowiada zbyt wolno albo nie działa żaden proces roboczy.',
      en: 'There was no answer within 30 seconds: the shop is too slow, or no worker is running.',
    },
    fix: { pl: 'Sprawdź GET /health/ready i spróbuj ponownie.', en: 'Look at GET /health/ready and try again.' },
  });
}

/** The gateway over the real client. */
@Injectable()
export class ClientTemporalGateway extends TemporalGateway {
  private readonly logger = new Logger('temporal');

  constructor(private readonly temporal: TemporalConnection) {
    super();
  }

  override async startRun(ref: IntegrationRef, run: { id: string; kind: RunKind }): Promise<void> {
    const workflowId = runWorkflowId(run.kind, ref.integrationId);
    if (workflowId === null) throw new Error(`runs of kind ${run.kind} are not started by the API`);
    await this.call((client) =>
      client.workflow.signalWithStart(WORKFLOWS.bulkSync, {
        workflowId,
        taskQueue: TASK_QUEUES.bulk,
        args: [{ runId: run.id }],
        // A flow of an earlier run may still be ending under this id: the signal makes it go on with this one.
        signal: WAKE_SIGNAL,
        signalArgs: [{ runId: run.id } satisfies Wake],
        typedSearchAttributes: searchAttributes(ref, run.kind),
      }),
    );
  }

  override async syncNow(ref: IntegrationRef): Promise<void> {
    await this.signalWithStart(WORKFLOWS.recurringSync, workflowIds.recurringSync(ref.integrationId), TASK_QUEUES.recurring, ref, 'recurring');
  }

  override async wakeInbox(ref: IntegrationRef): Promise<void> {
    await this.signalWithStart(WORKFLOWS.applyInbox, workflowIds.inbox(ref.integrationId), TASK_QUEUES.live, ref, 'replay');
  }

  override async wakeRun(ref: IntegrationRef, kind: RunKind): Promise<boolean> {
    const workflowId = runWorkflowId(kind, ref.integrationId);
    if (workflowId === null) return false;
    return await this.bestEffort(async () => {
      await this.temporal.call((client) => client.workflow.getHandle(workflowId).signal(WAKE_SIGNAL));
    });
  }

  override async setSchedule(ref: IntegrationRef, wanted: { intervalMs: number } | null): Promise<boolean> {
    return await this.bestEffort(() => this.temporal.call((client) => (wanted === null ? deleteSchedule(client, ref) : createSchedule(client, ref, wanted.intervalMs))));
  }

  override async checkConnection(ref: IntegrationRef, attempt: string, secretName: string): Promise<unknown> {
    return await this.shortFlow(WORKFLOWS.checkConnection, workflowIds.check(ref.integrationId, attempt), ref, { integrationId: ref.integrationId, secretName });
  }

  override async estimate(ref: IntegrationRef, attempt: string, sinceMs: number | null): Promise<unknown> {
    return await this.shortFlow(WORKFLOWS.estimate, workflowIds.estimate(ref.integrationId, attempt), ref, { integrationId: ref.integrationId, sinceMs });
  }

  override async ping(): Promise<void> {
    await this.call((client) => client.workflowService.getSystemInfo({}));
  }

  override async queues(): Promise<readonly QueueHealth[]> {
    return await Promise.all(Object.values(TASK_QUEUES).map((queue) => this.queue(queue)));
  }

  private async queue(queue: TaskQueue): Promise<QueueHealth> {
    const answer = await this.call((client) =>
      client.workflowService.describeTaskQueue({ namespace: this.temporal.namespace, taskQueue: { name: queue }, taskQueueType: TASK_QUEUE_TYPE_ACTIVITY }),
    );
    const since = Date.now() / 1_000 - POLLER_FRESH_MS / 1_000;
    const fresh = (answer.pollers ?? []).filter((poller) => Number(poller.lastAccessTime?.seconds ?? 0) >= since);
    return { queue, workers: new Set(fresh.map((poller) => poller.identity)).size };
  }

  private async shortFlow(workflow: string, workflowId: string, ref: IntegrationRef, input: object): Promise<unknown> {
    const handle = await this.call((client) =>
      client.workflow.start(workflow, {
        workflowId,
        taskQueue: TASK_QUEUES.live,
        args: [input],
        workflowExecutionTimeout: SHORT_FLOW_MS,
        typedSearchAttributes: searchAttributes(ref, null),
      }),
    );
    const result: Promise<unknown> = handle.result();
    try {
      return await within(SHORT_FLOW_MS, result, tookTooLong);
    } catch (thrown) {
      throw isTimedOut(thrown) ? tookTooLong() : (flowFailure(thrown) ?? asTemporalProblem(thrown));
    }
  }

  private async signalWithStart(workflow: string, workflowId: string, taskQueue: TaskQueue, ref: IntegrationRef, kind: RunKind): Promise<void> {
    await this.call((client) =>
      client.workflow.signalWithStart(workflow, {
        workflowId,
        taskQueue,
        args: [{ integrationId: ref.integrationId }],
        signal: WAKE_SIGNAL,
        typedSearchAttributes: searchAttributes(ref, kind),
      }),
    );
  }

  private async call<T>(work: Parameters<TemporalConnection['call']>[0] extends (client: infer C) => unknown ? (client: C) => Promise<T> : never): Promise<T> {
    try {
      return await this.temporal.call(work);
    } catch (thrown) {
      throw asTemporalProblem(thrown);
    }
  }

  private async bestEffort(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (thrown) {
      // The reconciler of the worker makes Temporal agree with the database within half a minute.
      if (!(thrown instanceof WorkflowNotFoundError)) this.logger.warn({ message: 'left to the reconciler', error: thrown instanceof Error ? thrown.message : String(thrown) });
      return false;
    }
  }
}
