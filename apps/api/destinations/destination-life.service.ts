import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Desired, JsonObject } from '#libs/domain/words.js';
import type { DestinationEntity } from '#libs/persistence/entities/destination.entity.js';
import { AuditService } from '../audit/audit.service.js';
import type { Principal } from '../auth/principal.js';
import { parseForm, SETTINGS_FORM } from '../http/parse-form.js';
import { changedSettings } from '../integrations/settings-change.js';
import { TemporalGateway } from '../temporal/temporal.gateway.js';
import { DestinationCatalog } from './destination-catalog.js';
import { legalDestinationCalls, WISHES, type DestinationState, type WishCall } from './destination-state.js';
import { findDestination, ownerOf } from './destination.finder.js';
import { destinationState } from './destination.problems.js';

/** `woken`: the delivering flow was told; else it learns by itself. */
export type Changed = { readonly destination: DestinationEntity; readonly woken: boolean };

/** Pause, resume, stop and settings of destinations. */
@Injectable()
export class DestinationLifeService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(DestinationCatalog) private readonly catalog: DestinationCatalog,
    @Inject(TemporalGateway) private readonly temporal: TemporalGateway,
    @Inject(AuditService) private readonly audit: AuditService,
  ) {}

  /** Works with Temporal down: the database is told first, and that is what every step asks. @throws ApiProblem 409 */
  async wish(caller: Principal, id: string, call: WishCall): Promise<Changed> {
    return await this.change(caller, id, `destination.${call}`, (destination) => {
      if (!legalDestinationCalls(destination.state as DestinationState, destination.desired as Desired).includes(call)) {
        throw destinationState(destination.state as DestinationState, destination.desired as Desired);
      }
      destination.desired = WISHES[call].desired;
      return {};
    });
  }

  /** Saved as a whole, checked as a whole. @throws ApiProblem 422 */
  async save(caller: Principal, id: string, given: Record<string, unknown>): Promise<Changed> {
    return await this.change(caller, id, 'destination.settings', (destination) => {
      const settings = parseForm(SETTINGS_FORM, this.catalog.of(destination.kind).settings, given);
      const changed = changedSettings(destination.settings, settings);
      destination.settings = settings;
      destination.settingsVersion += 1;
      return { changed };
    });
  }

  private async change(caller: Principal, id: string, action: string, apply: (destination: DestinationEntity) => JsonObject): Promise<Changed> {
    const destination = await this.dataSource.transaction(async (manager) => {
      const locked = await findDestination(manager, caller.workspaceId, id, true);
      const detail = apply(locked);
      // Column by column: the engine writes others of this row meanwhile without asking for it first.
      await manager.query(`update destination set desired = $2, settings = $3, settings_version = $4, updated_at = now() where id = $1`, [
        id, locked.desired, JSON.stringify(locked.settings), locked.settingsVersion,
      ]);
      await this.audit.record(manager, caller, { action, objectId: id, detail });
      return await findDestination(manager, caller.workspaceId, id);
    });
    return { destination, woken: await this.temporal.wakeDelivery(ownerOf(destination)) };
  }
}
