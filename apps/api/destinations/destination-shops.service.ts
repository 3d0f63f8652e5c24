import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { DestinationDefinition, ShopChoice } from '#libs/destinations/sdk/destination.js';
import { newId } from '#libs/domain/ids.js';
import type { Desired } from '#libs/domain/words.js';
import type { DestinationEntity } from '#libs/persistence/entities/destination.entity.js';
import type { Principal } from '../auth/principal.js';
import { asFailure, failureProblem } from '../http/failure-problem.js';
import { TemporalGateway } from '../temporal/temporal.gateway.js';
import { DestinationCatalog } from './destination-catalog.js';
import { readSettings } from './destination-pace.js';
import type { DestinationState } from './destination-state.js';
import { findDestination, ownerOf } from './destination.finder.js';
import { destinationState } from './destination.problems.js';

/** Answer of the workflow to the question `shops`. */
type Shops = { readonly failure: unknown; readonly shops: readonly ShopChoice[] };

function byHand(definition: DestinationDefinition, destination: DestinationEntity): readonly string[] {
  const settings = readSettings(definition, destination.settings);
  return settings === null ? [] : definition.locations(settings);
}

/** Locations routes may choose, as last told by the account, and those entered by hand; null: the account was never asked. */
export function knownLocations(definition: DestinationDefinition | null, destination: DestinationEntity): readonly string[] | null {
  const own = definition === null ? [] : byHand(definition, destination);
  const told: unknown = destination.checkReport?.['shops'] ?? null;
  if (!Array.isArray(told)) return own.length === 0 ? null : own;
  return [...own, ...(told as readonly ShopChoice[]).map((shop) => shop.location)];
}

/** E-shops of the account at the destination. */
@Injectable()
export class DestinationShopsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(TemporalGateway) private readonly temporal: TemporalGateway,
    @Inject(DestinationCatalog) private readonly catalog: DestinationCatalog,
  ) {}

  /** Asks the account and remembers its answer for the warnings of routes. @throws ApiProblem 409 before authentication · 503 · 504 */
  async list(caller: Principal, id: string): Promise<ShopChoice[]> {
    const destination = await findDestination(this.dataSource.manager, caller.workspaceId, id);
    if (destination.state !== 'ready') throw destinationState(destination.state as DestinationState, destination.desired as Desired);
    const answer = (await this.temporal.askDestination(ownerOf(destination), newId(), { secretName: 'credentials', question: 'shops' })) as Shops;
    const failure = asFailure(answer.failure);
    if (failure !== null) throw failureProblem(failure);
    const told = answer.shops;
    const missing = byHand(this.catalog.of(destination.kind), destination).filter((location) => !told.some((shop) => shop.location === location));
    const shops = [...told, ...missing.map((location) => ({ location, name: location, kind: 'feed' as const, currency: null, isDefault: false }))];
    // Of the account that was asked: other credentials may have come meanwhile.
    await this.dataSource.query(`update destination set check_report = coalesce(check_report, '{}') || jsonb_build_object('shops', $2::jsonb) where id = $1 and account = $3`, [
      id, JSON.stringify(told), destination.account,
    ]);
    return shops;
  }
}
