import type { DestinationOwner, ErasureOwner, FlowOwner } from '#libs/temporal/search-attributes.js';
import { temporalUnavailable } from '../http/problems.js';
import { TemporalGateway, type DestinationQuestion, type Following, type QueueHealth } from '../temporal/temporal.gateway.js';

/** Answers as told and remembers what it was asked; `down` plays a server that is away. */
export class RecordingGateway extends TemporalGateway {
  down = false;
  readonly calls: string[] = [];
  check: (integrationId: string, secretName: string) => unknown = () => ({});
  ask: (destinationId: string, asked: DestinationQuestion) => unknown = () => ({});
  estimated: unknown = { streams: [], requests: 0, seconds: 0, writes: { pl: 'nic', en: 'nothing' } };

  private async start(call: string): Promise<void> {
    if (this.down) throw temporalUnavailable();
    this.calls.push(call);
    await Promise.resolve();
  }

  override async startRun(_ref: FlowOwner, run: { id: string; kind: string }): Promise<void> {
    await this.start(`startRun ${run.kind} ${run.id}`);
  }

  override async syncNow(ref: FlowOwner, kind: 'recurring' | 'journal'): Promise<void> {
    await this.start(kind === 'recurring' ? `syncNow ${ref.integrationId}` : `syncNow ${ref.integrationId} ${kind}`);
  }

  override async wakeInbox(ref: FlowOwner): Promise<void> {
    await this.start(`wakeInbox ${ref.integrationId}`);
  }

  override async wakeRun(_ref: FlowOwner, kind: string): Promise<boolean> {
    if (!this.down) this.calls.push(`wakeRun ${kind}`);
    return await Promise.resolve(!this.down);
  }

  override async wakeDelivery(owner: DestinationOwner): Promise<boolean> {
    if (!this.down) this.calls.push(`wakeDelivery ${owner.destinationId}`);
    return await Promise.resolve(!this.down);
  }

  override async startErasure(owner: ErasureOwner): Promise<boolean> {
    if (!this.down) this.calls.push(`startErasure ${owner.erasureId}`);
    return await Promise.resolve(!this.down);
  }

  override async setFollowing(ref: FlowOwner, wanted: Following | null): Promise<boolean> {
    if (!this.down) this.calls.push(`setFollowing ${ref.integrationId} ${wanted === null ? 'off' : 'journal' in wanted ? 'journal' : String(wanted.intervalMs)}`);
    return await Promise.resolve(!this.down);
  }

  override async checkConnection(ref: FlowOwner, _attempt: string, secretName: string): Promise<unknown> {
    await this.start(`check ${ref.integrationId}`);
    return this.check(ref.integrationId, secretName);
  }

  override async estimate(ref: FlowOwner, _attempt: string, sinceMs: number | null): Promise<unknown> {
    await this.start(`estimate ${ref.integrationId} ${String(sinceMs)}`);
    return this.estimated;
  }

  override async askDestination(ref: DestinationOwner, _attempt: string, asked: DestinationQuestion): Promise<unknown> {
    await this.start(`askDestination ${asked.question} ${ref.destinationId}`);
    return this.ask(ref.destinationId, asked);
  }

  override async ping(): Promise<void> {
    await this.start('ping');
  }

  override async queues(): Promise<readonly QueueHealth[]> {
    await this.start('queues');
    return [{ queue: 'live', workers: 1 }];
  }
}
