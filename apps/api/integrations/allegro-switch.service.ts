import { Inject, Injectable } from '@nestjs/common';
import { IsNull, Not, type EntityManager } from 'typeorm';
import { isOn, SWITCH_PLATFORM, type AllegroValue } from '#libs/domain/allegro-switch.js';
import type { FieldRole } from '#libs/domain/words.js';
import { IngestSession } from '#libs/ingest/session.js';
import { LOCK_EXCLUSIVE } from '#libs/ingest/statements.js';
import { readAddressRules } from '#libs/ingest/tickets/address-settings.js';
import { renewTicketKeys } from '#libs/ingest/tickets/renew-ticket-keys.js';
import { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import { fenceOpenParts } from '#libs/sync/settings-changed.js';
import { AuditService } from '../audit/audit.service.js';
import type { Principal } from '../auth/principal.js';
import { ConnectorCatalog } from '../platforms/connector-catalog.js';
import { RunStarter } from '../runs/run-starter.service.js';
import { allegroChange } from './allegro-value.js';
import { queueReapply } from './reapply.js';
import { canonical, fingerprintOf } from './settings-change.js';

/** Runs that wait to be started behind the transaction that changed the switch. */
export type SwitchChange = {
  readonly on: boolean;
  /** Shop integrations that have a new fingerprint. */
  readonly integrations: number;
  readonly runs: readonly { readonly integration: IntegrationEntity; readonly id: string }[];
};

/** What a call changed by the switch; runs that are not started now start by themselves. */
export type Switched = {
  readonly on: boolean;
  readonly integrations: number;
  readonly runs: { readonly id: string; readonly integrationId: string; readonly started: boolean }[];
};

async function sessionOf(manager: EntityManager): Promise<IngestSession> {
  if (manager.queryRunner === undefined) throw new Error('the switch works inside a transaction');
  return await IngestSession.within(manager.queryRunner);
}

/** What Allegro integrations switch on for the shop integrations of their workspace. */
@Injectable()
export class AllegroSwitch {
  constructor(
    @Inject(ConnectorCatalog) private readonly catalog: ConnectorCatalog,
    @Inject(RunStarter) private readonly runs: RunStarter,
    @Inject(AuditService) private readonly audit: AuditService,
  ) {}

  /**
   * To be called at the end of a transaction that started, stopped, saved or deleted an integration and began with
   * `lockAllegroValue`. `takenOff`: domains the save took off its list. Null when the value stays as it was.
   */
  async settle(manager: EntityManager, caller: Principal, changed: IntegrationEntity, takenOff: readonly string[] = []): Promise<SwitchChange | null> {
    if (changed.platform !== SWITCH_PLATFORM) return null;
    const { before, now, store } = await allegroChange(manager, caller.workspaceId, takenOff);
    if (canonical(before) === canonical(now)) return null;
    // The lock of cards first, then shops, the workspace and parts: ingest locks in this order.
    const session = await sessionOf(manager);
    await session.query(LOCK_EXCLUSIVE, [caller.workspaceId]);
    const shops = await manager.find(IntegrationEntity, {
      where: { workspaceId: caller.workspaceId, deletedAt: IsNull(), platform: Not(SWITCH_PLATFORM), fingerprint: Not('') },
      order: { id: 'ASC' },
      lock: { mode: 'for_no_key_update' },
    });
    await store();
    const runs: { integration: IntegrationEntity; id: string }[] = [];
    for (const integration of shops) {
      const id = await this.renew(manager, caller, integration, now);
      if (id !== null) runs.push({ integration, id });
    }
    // The cards follow with the runs, which look for the tickets of every card they touch.
    await renewTicketKeys(session, caller.workspaceId, await readAddressRules(session, caller.workspaceId));
    const detail = { on: isOn(now), integrations: shops.length, runs: runs.map(({ id }) => id) };
    await this.audit.record(manager, caller, { action: 'integration.allegro_switch', objectId: changed.id, detail });
    return { on: isOn(now), integrations: shops.length, runs };
  }

  /** Starts what was queued. */
  async follow(change: SwitchChange | null): Promise<Switched | null> {
    if (change === null) return null;
    const runs = await Promise.all(change.runs.map(async ({ integration, id }) => ({ id, integrationId: integration.id, started: await this.runs.tryStart(integration, id, 'reapply') })));
    return { on: change.on, integrations: change.integrations, runs };
  }

  private async renew(manager: EntityManager, caller: Principal, integration: IntegrationEntity, value: AllegroValue | null): Promise<string | null> {
    const uses = await manager.query<{ role: FieldRole; fieldId: string }[]>(`select role, field_id as "fieldId" from custom_field_use where integration_id = $1`, [integration.id]);
    integration.fingerprint = fingerprintOf(this.catalog.of(integration.platform), integration.settings, uses, value);
    integration.settingsVersion += 1;
    integration.updatedAt = new Date();
    await manager.save(integration);
    await fenceOpenParts(manager, integration.id, integration.settingsVersion, false);
    return await queueReapply(manager, this.runs, caller, integration);
  }
}
