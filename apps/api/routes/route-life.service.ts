import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { reconsiderMapped, reconsiderSources } from '#libs/delivery/consider/reconsider.js';
import { changedSources } from '#libs/domain/relay/refuse-order.js';
import type { Desired } from '#libs/domain/words.js';
import type { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import type { RouteEntity } from '#libs/persistence/entities/route.entity.js';
import { SecretStore } from '#libs/security/secret-store.js';
import { AuditService } from '../audit/audit.service.js';
import type { Principal } from '../auth/principal.js';
import { CallbackIntake } from '../callbacks/callback-intake.service.js';
import type { DestinationState } from '../destinations/destination-state.js';
import { ownerOf } from '../destinations/destination.finder.js';
import { destinationState } from '../destinations/destination.problems.js';
import { OfferFeedService } from '../feeds/offer-feed.service.js';
import { wrongState } from '../integrations/integration.problems.js';
import { changedSettings } from '../integrations/settings-change.js';
import { ConnectorCatalog } from '../platforms/connector-catalog.js';
import { TemporalGateway } from '../temporal/temporal.gateway.js';
import { endsOfOne, findRoute, type RouteEnds } from './route.finder.js';
import { optionsOf, readOptions, refuseEmptyTags } from './route-options.js';
import { refuseMapping, relyingOn } from './route-sources.js';
import { endDeleted, routeState } from './route.problems.js';
import { checkSecurityParameter } from './security-parameter.js';
import { findSourceAccount } from './source-account.js';

/** `woken`: the delivering flow was told. `changed`: names of options, or whether it was the first start. */
export type RouteChange = { readonly route: RouteEntity; readonly woken: boolean; readonly first: boolean; readonly changed: readonly string[];
  /** Routes that have left orders to this one. */
  readonly relying: number };

/** The first start decides for ever whom the shop knew before and which orders are old: a later one moves neither. */
const START = `
  update route set state = 'on', started_at = coalesce(started_at, now()), events_from = coalesce(events_from, now()),
    source_account = coalesce(source_account, $2), source_code = coalesce(source_code, $3), updated_at = now()
  where id = $1`;

/** What people had said in another shop before it was chosen is no change of their mind. */
const SAVE = `update route set options = $2, options_version = options_version + 1, shop_since = case when $3 then now() else shop_since end, updated_at = now() where id = $1`;

/** Start, stop, options and security parameter of routes. */
@Injectable()
export class RouteLifeService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(SecretStore) private readonly secrets: SecretStore,
    @Inject(ConnectorCatalog) private readonly connectors: ConnectorCatalog,
    @Inject(TemporalGateway) private readonly temporal: TemporalGateway,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(CallbackIntake) private readonly callbacks: CallbackIntake,
    @Inject(OfferFeedService) private readonly feeds: OfferFeedService,
  ) {}

  /** @throws ApiProblem 409 for a route that is on, an end that is gone or not ready, or products that are not read */
  async start(caller: Principal, id: string): Promise<RouteChange> {
    return await this.change(caller, id, async (manager, { route, integration, destination }) => {
      if (route.state === 'on') throw routeState(route.state);
      refuseGone({ integration, destination });
      if (destination.state !== 'ready') throw destinationState(destination.state as DestinationState, destination.desired as Desired);
      if (integration.accountKey === null) throw wrongState(integration.state);
      const connector = this.connectors.of(integration.platform);
      await readOptions(manager, integration, connector, route.options);
      refuseEmptyTags(integration, connector, optionsOf(route.options));
      const account = await findSourceAccount(manager, integration, integration.accountKey);
      await manager.query(START, [id, account, await sourceCodeOf(manager, integration, account)]);
      await reconsiderMapped(manager, [id]);
      await manager.query(`insert into route_ledger (route_id) values ($1) on conflict do nothing`, [id]);
      await this.audit.record(manager, caller, { action: 'route.start', objectId: id });
      return [];
    });
  }

  async stop(caller: Principal, id: string): Promise<RouteChange> {
    return await this.change(caller, id, async (manager, { route }) => {
      if (route.state === 'off') throw routeState(route.state);
      await manager.query(`update route set state = 'off', updated_at = now() where id = $1`, [id]);
      await reconsiderMapped(manager, [id]);
      await this.audit.record(manager, caller, { action: 'route.stop', objectId: id });
      return [];
    });
  }

  /** Replaces all options. Only a real change makes a new version: a counted export of the same options stays good. */
  async saveOptions(caller: Principal, id: string, given: Record<string, unknown>): Promise<RouteChange> {
    const saved = await this.change(caller, id, async (manager, ends) => {
      refuseGone(ends);
      const { route, integration, destination } = ends;
      const connector = this.connectors.of(integration.platform);
      const options = await readOptions(manager, integration, connector, given);
      await refuseMapping(manager, integration, destination.id, options);
      if (route.state === 'on') refuseEmptyTags(integration, connector, options);
      const changed = changedSettings(route.options, options);
      if (changed.length === 0) return changed;
      await manager.query(SAVE, [id, JSON.stringify(options), changed.includes('shop')]);
      await reconsiderSources(manager, id, changedSources(optionsOf(route.options), options));
      await this.audit.record(manager, caller, { action: 'route.options', objectId: id, detail: { changed } });
      return changed;
    });
    this.feeds.forget();
    return saved;
  }

  /** @throws ApiProblem 422 for a value that does not fit */
  async saveSecurityParameter(caller: Principal, id: string, value: string): Promise<void> {
    checkSecurityParameter(value);
    await this.dataSource.transaction(async (manager) => {
      await findRoute(manager, caller.workspaceId, id, true);
      const place = { ownerKind: 'route', ownerId: id, name: 'addresses' } as const;
      const known = await this.secrets.get(place, manager);
      await this.secrets.put({ workspaceId: caller.workspaceId, ...place, value: { ...known, securityParameter: value } }, manager);
      await this.audit.record(manager, caller, { action: 'route.security_parameter', objectId: id });
    });
    this.callbacks.forget();
  }

  private async change(caller: Principal, id: string, apply: (manager: EntityManager, ends: RouteEnds) => Promise<readonly string[]>): Promise<RouteChange> {
    const { ends, route, changed, relying } = await this.dataSource.transaction(async (manager) => {
      const before = await endsOfOne(manager, await findRoute(manager, caller.workspaceId, id, true));
      const names = await apply(manager, before);
      return { ends: before, changed: names, route: await findRoute(manager, caller.workspaceId, id), relying: await relyingOn(manager, id) };
    });
    return { route, changed, relying, first: ends.route.startedAt === null, woken: await this.temporal.wakeDelivery(ownerOf(ends.destination)) };
  }
}

/** @throws ApiProblem 409 when one of the ends was deleted */
function refuseGone({ integration, destination }: Pick<RouteEnds, 'integration' | 'destination'>): void {
  if (integration.deletedAt !== null) throw endDeleted('integration');
  if (destination.deletedAt !== null) throw endDeleted('destination');
}

/** The code that stands in ids made for an account: that of the integration it was first routed by. */
async function sourceCodeOf(manager: EntityManager, integration: IntegrationEntity, account: string): Promise<string> {
  await manager.query(`insert into source_code (workspace_id, source_account, code) values ($1, $2, $3) on conflict do nothing`, [integration.workspaceId, account, integration.code]);
  const [row] = await manager.query<{ code: string }[]>(`select code from source_code where workspace_id = $1 and source_account = $2`, [integration.workspaceId, account]);
  return row?.code ?? integration.code;
}
