import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { redact } from '#libs/domain/failure.js';
import { matchesCallback } from '#libs/domain/relay/callback-key.js';
import { addressOfCallback, readCallbackQuery } from '#libs/domain/relay/callback-query.js';
import { isCallbackToken, routeTokenHash } from '#libs/security/route-tokens.js';
import { SecretStore } from '#libs/security/secret-store.js';
import type { DestinationOwner } from '#libs/temporal/search-attributes.js';
import { TokenDirectory } from '../addresses/token-directory.js';
import { TemporalGateway } from '../temporal/temporal.gateway.js';
import { Waker } from '../temporal/waker.js';
import { findCallbackTarget, type CallbackTarget } from './callback-target.js';
import { noteErased } from './note-erased.js';
import { storeCallback } from './store-callback.js';

const DIRECTORY = { freshMs: 2_000, most: 10_000, nowMs: (): number => performance.now() };
const WAKES = { everyMs: 1_000, longestMs: 30_000 };

/** 200: stored. 400: a parameter is missing or too long. 403: the key is wrong. 404: no such address. 503: nothing was kept, call again. */
export type CallbackStatus = 200 | 400 | 403 | 404 | 503;

/**
 * Takes opt-in and opt-out callbacks: stored and answered at once, applied by the flow that delivers. A flood of wrong keys costs
 * hashing and, every two seconds, one look into the database.
 */
@Injectable()
export class CallbackIntake implements OnModuleDestroy {
  private readonly logger = new Logger('callbacks');
  private readonly directory: TokenDirectory<CallbackTarget>;
  private readonly waker: Waker<DestinationOwner>;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(SecretStore) secrets: SecretStore,
    @Inject(TemporalGateway) temporal: TemporalGateway,
  ) {
    this.directory = new TokenDirectory((hash) => findCallbackTarget(dataSource, secrets, hash), { isToken: isCallbackToken, hashOf: routeTokenHash, ...DIRECTORY });
    const wake = async (owner: DestinationOwner): Promise<void> => {
      if (!(await temporal.wakeDelivery(owner))) throw new Error('Temporal is away');
    };
    this.waker = new Waker({ wake, keyOf: (owner) => owner.destinationId, ...WAKES });
  }

  onModuleDestroy(): void {
    this.waker.stop();
  }

  /** Tokens or security parameters have changed. */
  forget(): void {
    this.directory.forget();
  }

  /** What a callback is answered. Never throws. `query`: as sent, without the question mark. */
  async receive(token: string, direction: 'in' | 'out', query: string): Promise<CallbackStatus> {
    try {
      const target = await this.directory.find(token);
      if (target === null) return 404;
      return await this.take(target, direction, query);
    } catch (error) {
      this.logger.warn({ message: 'callback not stored', error: redact(error instanceof Error ? error.message : String(error)) });
      return 503;
    }
  }

  private async take({ routeId, owner, secret }: CallbackTarget, direction: 'in' | 'out', query: string): Promise<CallbackStatus> {
    const said = readCallbackQuery(query);
    if (said === null) return 400;
    const proved = secret === null ? null : matchesCallback(said.forms, said.key, secret);
    if (proved === null) return 403;
    const callback = { workspaceId: owner.workspaceId, routeId, direction, address: addressOfCallback(proved, said.forms) };
    if (await noteErased(this.dataSource, callback)) return 200;
    await storeCallback(this.dataSource, callback);
    this.waker.wake(owner);
    return 200;
  }
}
