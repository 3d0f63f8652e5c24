import { Inject, Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import type { PanelLinks } from '#libs/connectors/sdk/connector.js';
import { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import { SecretStore } from '#libs/security/secret-store.js';
import { ConnectorCatalog } from '../platforms/connector-catalog.js';
import { Dictionary } from './dictionary.js';
import type { Showing } from './record-views.js';
import { storedCredentials } from './stored-credentials.js';

const NO_LINKS: PanelLinks = { customer: () => null, order: () => null };

/** Prepares names, currencies and links for the records of some integrations. */
@Injectable()
export class ShowingService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ConnectorCatalog) private readonly catalog: ConnectorCatalog,
    @Inject(SecretStore) private readonly secrets: SecretStore,
  ) {}

  /** By integration id, in the order integrations were made; deleted ones are shown too, their records are kept. */
  async of(workspaceId: string, integrationIds: readonly string[]): Promise<ReadonlyMap<string, Showing>> {
    const ids = [...new Set(integrationIds)];
    const integrations = ids.length === 0 ? [] : await this.dataSource.manager.find(IntegrationEntity, { where: { workspaceId, id: In(ids) }, order: { id: 'ASC' } });
    const dictionary = await Dictionary.of(this.dataSource.manager, ids);
    const showings = new Map<string, Showing>();
    for (const integration of integrations) {
      const { id, name, platform, deletedAt } = integration;
      showings.set(id, { dictionary, links: await this.links(integration), integration: { id, name, platform, deleted: deletedAt !== null } });
    }
    return showings;
  }

  /** No links rather than an error: settings may not be saved yet, the credentials of a deleted integration are gone. */
  private async links(integration: IntegrationEntity): Promise<PanelLinks> {
    const definition = this.catalog.all.find((connector) => connector.platform === integration.platform);
    if (definition === undefined || integration.deletedAt !== null) return NO_LINKS;
    const settings = definition.settings.safeParse(integration.settings);
    const credentials = settings.success ? await storedCredentials(this.secrets, definition, integration) : null;
    return settings.success && credentials !== null ? definition.links(credentials.value, settings.data) : NO_LINKS;
  }
}
