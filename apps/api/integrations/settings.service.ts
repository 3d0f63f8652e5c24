import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { takenOff } from '#libs/domain/allegro-switch.js';
import { nextIntegrationState } from '#libs/domain/integration-state.js';
import type { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import { fenceOpenParts } from '#libs/sync/settings-changed.js';
import { AuditService } from '../audit/audit.service.js';
import type { Principal } from '../auth/principal.js';
import { parseForm, SETTINGS_FORM } from '../http/parse-form.js';
import { ConnectorCatalog } from '../platforms/connector-catalog.js';
import { RunStarter } from '../runs/run-starter.service.js';
import { TemporalGateway } from '../temporal/temporal.gateway.js';
import { AllegroSwitch, type SwitchChange, type Switched } from './allegro-switch.service.js';
import { allegroValueFor, changeIntegration } from './allegro-value.js';
import { findFieldUses, storeFieldUses } from './field-uses.js';
import { findIntegration } from './integration.finder.js';
import { IntegrationLifeService, move } from './integration-life.service.js';
import { queueReapply } from './reapply.js';
import { changedSettings, fingerprintOf } from './settings-change.js';

export type Saved = {
  readonly integration: IntegrationEntity;
  /** The run that applies the new settings to stored records; null when nothing stored is affected. */
  readonly reapply: { readonly id: string; readonly started: boolean } | null;
  readonly rereadNeeded: boolean;
  readonly started: boolean;
  /** What it changed for shop integrations, where this is an Allegro integration that is on. */
  readonly switched: Switched | null;
};

type Written = Omit<Saved, 'reapply' | 'started' | 'switched'> & { readonly reapplyId: string | null };

/** Domains an Allegro integration names. */
const domainsOf = (settings: Readonly<Record<string, unknown>>): readonly string[] => (Array.isArray(settings['domains']) ? settings['domains'].map(String) : []);

/** "Other data" of an integration: saved as a whole, checked as a whole. */
@Injectable()
export class SettingsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ConnectorCatalog) private readonly catalog: ConnectorCatalog,
    @Inject(IntegrationLifeService) private readonly life: IntegrationLifeService,
    @Inject(RunStarter) private readonly runs: RunStarter,
    @Inject(TemporalGateway) private readonly temporal: TemporalGateway,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(AllegroSwitch) private readonly allegro: AllegroSwitch,
  ) {}

  async save(caller: Principal, id: string, given: Record<string, unknown>, run: boolean): Promise<Saved> {
    const found = await this.life.refuseEarly(caller, id, 'save');
    if (run) await this.temporal.ping();
    let started = false;
    let change: SwitchChange | null = null;
    const written = await changeIntegration(this.dataSource, found, async (manager) => {
      const { domainsTakenOff, ...result } = await this.write(manager, caller, id, given);
      started = run && nextIntegrationState(result.integration.state, 'start', null) !== null;
      const integration = started ? await this.life.startLocked(manager, caller, id) : result.integration;
      change = await this.allegro.settle(manager, caller, integration, domainsTakenOff);
      return { ...result, integration };
    });
    if (started) await this.life.follow(written.integration);
    const { reapplyId, ...rest } = written;
    const reapply = reapplyId === null ? null : { id: reapplyId, started: await this.runs.tryStart(written.integration, reapplyId, 'reapply') };
    return { ...rest, reapply, started, switched: await this.allegro.follow(change) };
  }

  private async write(manager: EntityManager, caller: Principal, id: string, given: Record<string, unknown>): Promise<Written & { readonly domainsTakenOff: readonly string[] }> {
    const integration = await findIntegration(manager, caller.workspaceId, id, true);
    const definition = this.catalog.of(integration.platform);
    const settings = parseForm(SETTINGS_FORM, definition.settings, given);
    const uses = await findFieldUses(manager, integration, definition, settings);
    const changed = changedSettings(integration.settings, settings);
    const fingerprint = fingerprintOf(definition, settings, uses, await allegroValueFor(manager, caller.workspaceId, integration.platform));
    const first = integration.fingerprint === '';
    const deriving = !first && fingerprint !== integration.fingerprint;
    const rereadNeeded = !first && changed.some((name) => definition.readingSettings.includes(name));

    const domainsTakenOff = takenOff({ domains: domainsOf(integration.settings) }, { domains: domainsOf(settings) });
    await storeFieldUses(manager, integration, uses);
    integration.settings = settings;
    integration.fingerprint = fingerprint;
    integration.settingsVersion += 1;
    await move(manager, integration, 'save');
    await fenceOpenParts(manager, id, integration.settingsVersion, rereadNeeded);
    const reapplyId = deriving ? await queueReapply(manager, this.runs, caller, integration) : null;
    await this.audit.record(manager, caller, { action: 'integration.settings', objectId: id, detail: { changed } });
    return { integration, reapplyId, rereadNeeded, domainsTakenOff };
  }
}
