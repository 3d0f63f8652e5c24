import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { HookDefinition, HookFile, HookFileInput } from '#libs/connectors/sdk/hooks.js';
import type { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import { AuditService } from '../audit/audit.service.js';
import type { Principal } from '../auth/principal.js';
import { findIntegration } from '../integrations/integration.finder.js';
import { ConnectorCatalog } from '../platforms/connector-catalog.js';
import { webhookFileNotSupported, webhooksNotSupported } from './hook.problems.js';
import { HookTokens } from './hook-tokens.service.js';
import { HookIntake } from './intake/hook-intake.service.js';
import { PublicAddress } from './public-address.js';

export type Webhooks = { readonly integration: IntegrationEntity; readonly hooks: HookDefinition; readonly address: string };
export type Renewed = Webhooks & { readonly dropped: number };
type Use = 'integration.webhooks_read' | 'integration.webhook_file';

/** The addresses integrations take webhooks at, and how to put them into the shop. Whoever sees one is written down. */
@Injectable()
export class WebhooksService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ConnectorCatalog) private readonly catalog: ConnectorCatalog,
    @Inject(PublicAddress) private readonly publicAddress: PublicAddress,
    @Inject(HookTokens) private readonly tokens: HookTokens,
    @Inject(HookIntake) private readonly intake: HookIntake,
    @Inject(AuditService) private readonly audit: AuditService,
  ) {}

  /** @throws ApiProblem 404 · 404 `webhooks_not_supported` · 409 `public_url_missing`, `public_url_loopback` */
  async read(caller: Principal, id: string): Promise<Webhooks> {
    return await this.show(caller, id, 'integration.webhooks_read');
  }

  /** A new address; the old one stops at once here, and within seconds in other processes. What it has left waiting is dropped. @throws like `read` */
  async renew(caller: Principal, id: string): Promise<Renewed> {
    this.hooksOf(await findIntegration(this.dataSource.manager, caller.workspaceId, id));
    // Before the old address is given up it has to be certain that a new one can be shown.
    this.publicAddress.of('');
    const renewed = await this.dataSource.transaction(async (manager) => {
      const integration = await findIntegration(manager, caller.workspaceId, id, true);
      const token = await this.tokens.replace(manager, integration);
      const dropped = await this.tokens.dropWaiting(manager, id);
      await this.audit.record(manager, caller, { action: 'integration.webhooks_renew', objectId: id, detail: { records: dropped } });
      return { integration, token, dropped };
    });
    this.intake.forget();
    return { integration: renewed.integration, hooks: this.hooksOf(renewed.integration), address: this.address(renewed.token), dropped: renewed.dropped };
  }

  /** The file to import in the shop. @throws like `read` · 404 `webhook_file_not_supported` */
  async file(caller: Principal, id: string): Promise<{ readonly file: HookFile; readonly input: HookFileInput }> {
    const found = await findIntegration(this.dataSource.manager, caller.workspaceId, id);
    const { file } = this.hooksOf(found);
    if (file === null) throw webhookFileNotSupported(this.catalog.of(found.platform).info.name);
    const { integration, address } = await this.show(caller, id, 'integration.webhook_file');
    return { file, input: { url: address, name: integration.name, settings: integration.settings, generatedAt: new Date() } };
  }

  private async show(caller: Principal, id: string, use: Use): Promise<Webhooks> {
    const integration = await findIntegration(this.dataSource.manager, caller.workspaceId, id);
    const hooks = this.hooksOf(integration);
    this.publicAddress.of('');
    const token = await this.tokens.of(integration);
    await this.note(this.dataSource.manager, caller, id, use);
    return { integration, hooks, address: this.address(token) };
  }

  private address(token: string): string {
    return this.publicAddress.of(`/hooks/${token}`);
  }

  private hooksOf(integration: IntegrationEntity): HookDefinition {
    const { hooks, info } = this.catalog.of(integration.platform);
    if (hooks === null) throw webhooksNotSupported(info.name);
    return hooks;
  }

  private async note(manager: EntityManager, caller: Principal, id: string, action: Use): Promise<void> {
    await this.audit.record(manager, caller, { action, objectId: id });
  }
}
