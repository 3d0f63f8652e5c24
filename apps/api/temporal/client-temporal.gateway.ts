import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { RunKind } from '#libs/domain/words.js';
import type { TemporalClient } from '#libs/temporal/connect.js';
import { wakeDelivery } from '#libs/temporal/deliveries.js';
import { startErasure } from '#libs/temporal/erasures.js';
import { flowOfRun, startOrWake } from '#libs/temporal/flows.js';
import { ensureRecurringSchedule, removeRecurringSchedule } from '#libs/temporal/recurring-schedule.js';
import { destinationAttributes, searchAttributes, type DestinationOwner, type ErasureOwner, type FlowOwner } from '#libs/temporal/search-attributes.js';
import { TASK_QUEUES, type TaskQueue } from '#workflows/activities.js';
import { WAKE_SIGNAL, WORKFLOWS, workflowIds } from '#workflows/names.js';
import { ApiProblem } from '../http/problem.js';
import { temporalUnavailable } from '../http/problems.js';
import { within } from './deadline.js';
import { flowFailure, isTimedOut, type Asked } from './flow-failure.js';
import { asTemporalProblem } from './temporal-errors.js';
import { TemporalGateway, type DestinationQuestion, type Following, type QueueHealth } from './temporal.gateway.js';

/** Calls to Temporal give up after this long, ms; the call itself a little earlier, so that its own answer wins. */
const CALL_MS = 1_900;
const GRPC_MS = 1_800;
/** How long a person waits for an answer that needs the shop, ms. */
const SHORT_FLOW_MS = 30_000;
/** A poller that was not seen for this long is gone. */
const POLLER_FRESH_MS = 90_000;
const TASK_QUEUE_TYPE_ACTIVITY = 2;

function tookTooLong({ who }: Asked): ApiProblem {
  return new ApiProblem({
    status: 504,
    code: 'check_timeout',
    message: {
      pl: `Nie udało się uzyskać odpowiedzi w ciągu 30 sekund: ${who.pl} odpowiada zbyt wolno albo nie działa żaden proces roboczy.`,
      en: `There was no answer within 30 seconds: the ${who.en} is too slow, or no worker is running.`,
    },
    fix: { pl: 'Sprawdź GET /health/ready i spróbuj ponownie.', en: 'Look at GET /health/ready and try again.' },
  });
}

const ofShop = (owner: FlowOwner): Asked => ({ who: { pl: 'sklep', en: 'shop' }, attributes: searchAttributes(owner, null) });
const ofDestination = (owner: DestinationOwner): Asked => ({ who: { pl: 'konto odbiorcy', en: 'destination' }, attributes: destinationAttributes(owner) });

/** The gateway over the real client. */
@Injectable()
export class ClientTemporalGateway extends TemporalGateway implements OnApplicationShutdown {
  private readonly logger = new Logger('temporal');
  private readonly underWay = new Set<Promise<unknown>>();

  constructor(private readonly temporal: TemporalClient) {
    super();
  }

  async onApplicationShutdown(): Promise<void> {
    // Calls nobody waits for any more still try again until their deadline; on a closed channel that would throw out of a timer.
    await Promise.allSettled(this.underWay);
    await this.temporal.close();
  }

  override async startRun(owner: FlowOwner, run: { id: string; kind: RunKind }): Promise<void> {
    await this.call((client) => startOrWake(client, owner, { kind: run.kind, runId: run.id }));
  }

  override async syncNow(owner: FlowOwner, kind: 'recurring' | 'journal'): Promise<void> {
    await this.call((client) => startOrWake(client, owner, { kind, runId: null }));
  }

  override async wakeInbox(owner: FlowOwner): Promise<void> {
    await this.call((client) => startOrWake(client, owner, { kind: 'replay', runId: null }));
  }

  override async wakeRun(owner: FlowOwner, kind: RunKind): Promise<boolean> {
    const flow = flowOfRun(kind, owner.integrationId);
    return await this.bestEffort((client) => client.workflow.getHandle(flow.workflowId).signal(WAKE_SIGNAL));
  }

  override async wakeDelivery(owner: DestinationOwner): Promise<boolean> {
    return await this.bestEffort((client) => wakeDelivery(client, owner));
  }

  override async startErasure(owner: ErasureOwner): Promise<boolean> {
    return await this.bestEffort((client) => startErasure(client, owner));
  }

  override async setFollowing(owner: FlowOwner, wanted: Following | null): Promise<boolean> {
    return await this.bestEffort((client) => {
      // A flow that follows a journal ends by itself when it is woken and finds nothing to follow.
      if (wanted === null) return removeRecurringSchedule(client, owner.integrationId);
      return 'journal' in wanted ? startOrWake(client, owner, { kind: 'journal', runId: null }) : ensureRecurringSchedule(client, owner, wanted.intervalMs);
    });
  }

  override async checkConnection(owner: FlowOwner, attempt: string, secretName: string): Promise<unknown> {
    return await this.shortFlow(WORKFLOWS.checkConnection, workflowIds.check(owner.integrationId, attempt), ofShop(owner), { integrationId: owner.integrationId, secretName });
  }

  override async estimate(owner: FlowOwner, attempt: string, sinceMs: number | null): Promise<unknown> {
    return await this.shortFlow(WORKFLOWS.estimate, workflowIds.estimate(owner.integrationId, attempt), ofShop(owner), { integrationId: owner.integrationId, sinceMs });
  }

  override async askDestination(owner: DestinationOwner, attempt: string, asked: DestinationQuestion): Promise<unknown> {
    const { destinationId } = owner;
    return await this.shortFlow(WORKFLOWS.askDestination, workflowIds.askDestination(destinationId, attempt), ofDestination(owner), { destinationId, ...asked });
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
    const since = (Date.now() - POLLER_FRESH_MS) / 1_000;
    const fresh = (answer.pollers ?? []).filter((poller) => Number(poller.lastAccessTime?.seconds ?? 0) >= since);
    return { queue, workers: new Set(fresh.map((poller) => poller.identity)).size };
  }

  private async shortFlow(workflow: string, workflowId: string, asked: Asked, input: object): Promise<unknown> {
    const handle = await this.call((client) =>
      client.workflow.start(workflow, {
        workflowId,
        taskQueue: TASK_QUEUES.live,
        args: [input],
        workflowExecutionTimeout: SHORT_FLOW_MS,
        typedSearchAttributes: asked.attributes,
      }),
    );
    const result: Promise<unknown> = handle.result();
    try {
      return await within(SHORT_FLOW_MS, result, () => tookTooLong(asked));
    } catch (thrown) {
      throw isTimedOut(thrown) ? tookTooLong(asked) : (flowFailure(thrown, asked) ?? asTemporalProblem(thrown));
    }
  }

  /** @throws ApiProblem 503 when Temporal does not answer in time */
  private async call<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const call = this.temporal.call(work, GRPC_MS);
    this.underWay.add(call);
    const forget = (): boolean => this.underWay.delete(call);
    call.then(forget, forget);
    try {
      return await within(CALL_MS, call, temporalUnavailable);
    } catch (thrown) {
      throw asTemporalProblem(thrown);
    }
  }

  private async bestEffort(work: (client: Client) => Promise<unknown>): Promise<boolean> {
    try {
      await this.call(work);
      return true;
    } catch (thrown) {
      // The reconciler of the worker makes Temporal agree with the database within half a minute.
      if (!(thrown instanceof WorkflowNotFoundError)) this.logger.warn({ message: 'left to the reconciler', error: thrown instanceof Error ? thrown.message : String(thrown) });
      return false;
    }
  }
}
