import type { IncomingMessage } from 'node:http';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { redact } from '#libs/domain/failure.js';
import type { IntegrationState } from '#libs/domain/integration-state.js';
import { ConnectorCatalog } from '../../platforms/connector-catalog.js';
import { TemporalGateway } from '../../temporal/temporal.gateway.js';
import { BodyReader } from './body-reader.js';
import { decode, formatOf, type Format } from './decode.js';
import { findTarget, HookDirectory, type HookTarget } from './hook-directory.js';
import { InboxWaker } from './inbox-waker.js';
import { MicroBatcher, Overfull } from './micro-batcher.js';
import { readDelivery } from './read-delivery.js';
import { storeDeliveries, type Delivery } from './store-deliveries.js';

const MEGABYTE = 1_048_576;
const BODIES = { most: MEGABYTE, mostHeld: 64 * MEGABYTE, mostHeldEach: 4 * MEGABYTE, longestMs: 10_000 };
/** A platform does not notice ten milliseconds; the database notices a hundred transactions less. */
const BATCHES = { waitMs: 10, mostWeight: 500, mostWaiting: 20_000, mostWaitingEach: 5_000 };
const DIRECTORY = { freshMs: 2_000, most: 10_000, nowMs: (): number => performance.now() };
const WAKES = { everyMs: 1_000, longestMs: 30_000 };

/** States in which a delivery is kept: what comes while following is held up is applied once it goes on. */
const TAKEN: ReadonlySet<IntegrationState> = new Set(['running', 'paused', 'needs_authentication']);

/** 204: stored or counted. 404, 408, 413, 415: not taken. 503: nothing was kept, send again. 400: the sender hung up. */
export type IntakeStatus = 204 | 400 | 404 | 408 | 413 | 415 | 503;
const REFUSED = { too_large: 413, busy: 503, slow: 408, gone: 400 } as const;

/** Takes deliveries of webhooks: any number a second, each answered when what it says is stored. */
@Injectable()
export class HookIntake implements OnModuleDestroy, OnApplicationShutdown {
  private readonly logger = new Logger('hooks');
  private readonly bodies = new BodyReader(BODIES);
  private readonly directory: HookDirectory;
  private readonly batcher: MicroBatcher<Delivery>;
  private readonly waker: InboxWaker;
  private told: unknown = null;

  constructor(
    @Inject(DataSource) dataSource: DataSource,
    @Inject(TemporalGateway) temporal: TemporalGateway,
    @Inject(ConnectorCatalog) private readonly catalog: ConnectorCatalog,
  ) {
    this.directory = new HookDirectory((hash) => findTarget(dataSource, hash), DIRECTORY);
    this.batcher = new MicroBatcher({ write: (deliveries) => storeDeliveries(dataSource, deliveries), ...BATCHES });
    this.waker = new InboxWaker({ wake: (owner) => temporal.wakeInbox(owner), ...WAKES });
  }

  /** Before the HTTP server goes: whoever is being answered now still gets stored, but wakes nobody. */
  onModuleDestroy(): void {
    this.waker.stop();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.batcher.flush();
  }

  /** Addresses or states have changed. */
  forget(): void {
    this.directory.forget();
  }

  /** What a delivery is answered. Token and content type are judged before the body is read. Never throws. */
  async receive(token: string, request: IncomingMessage): Promise<IntakeStatus> {
    try {
      const target = await this.directory.find(token);
      if (target === null) return 404;
      const format = formatOf(request.headers);
      if (format === null) return 415;
      const body = await this.bodies.read(request, target.integrationId);
      if (typeof body === 'string') return REFUSED[body];
      return await this.take(target, this.deliveryOf(target, format, body, request.headers['content-type'] ?? ''));
    } catch (error) {
      this.tell(error);
      return 503;
    }
  }

  /** A batch fails with one error for all of its deliveries: that is one thing to tell, not hundreds. */
  private tell(error: unknown): void {
    if (error === this.told || error instanceof Overfull) return;
    this.told = error;
    this.logger.warn({ message: 'deliveries not stored', error: redact(error instanceof Error ? error.message : String(error)) });
  }

  private async take(target: HookTarget, delivery: Delivery): Promise<IntakeStatus> {
    await this.batcher.add(delivery, Math.max(1, delivery.hints.length + delivery.carts.length), target.integrationId);
    if (delivery.hints.length > 0 && target.state === 'running') {
      const { workspaceId, integrationId, platform, code } = target;
      this.waker.wake({ workspaceId, integrationId, platform, code });
    }
    return 204;
  }

  private deliveryOf(target: HookTarget, format: Format, body: Buffer, contentType: string): Delivery {
    const { workspaceId, integrationId } = target;
    const definition = this.catalog.all.find((connector) => connector.platform === target.platform);
    if (target.deleted || !TAKEN.has(target.state)) return { workspaceId, integrationId, kind: 'late', hints: [], carts: [] };
    const decoded = decode(format, body, contentType);
    if (decoded === null || definition === undefined) return { workspaceId, integrationId, kind: 'unreadable', hints: [], carts: [] };
    return { workspaceId, integrationId, ...readDelivery(definition, decoded.value) };
  }
}
