import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ConnectorDefinition, PanelLinks } from '#libs/connectors/sdk/connector.js';
import type { Language } from '#libs/domain/words.js';
import type { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import { SecretStore } from '#libs/security/secret-store.js';
import type { Principal } from '../auth/principal.js';
import { ConnectorCatalog } from '../platforms/connector-catalog.js';
import { propertiesOf } from '../platforms/platform-schema.js';
import { storedCredentials } from '../records/stored-credentials.js';
import { findIntegration } from './integration.finder.js';
import { templateInvalid, templateUnknown } from './links.problems.js';
import type { LinksQuery, LinksView, TriedLink } from './links.schemas.js';
import { LINK_MESSAGES, LINK_NOTES } from './links.texts.js';

const KINDS = ['customer', 'order'] as const;
type Kind = (typeof KINDS)[number];

/** Settings that hold the templates, on platforms that have templates. */
const SETTINGS = { customer: 'customerLink', order: 'orderLink' } as const satisfies Record<Kind, string>;

/** Any customer will do; the newest order is the likeliest to be still in the panel. */
const STORED: Record<Kind, string> = {
  customer: `select external_id as id from source_record where integration_id = $1 and kind = 'customer' and gone_at is null order by external_id desc limit 1`,
  order: `select external_id as id from source_record where integration_id = $1 and kind = 'order' and gone_at is null order by placed_at desc nulls last, id desc limit 1`,
};

/** How links would be built: by which settings, or why not at all. */
type Way = { readonly links: PanelLinks | null; readonly settings: unknown; readonly missing: 'noCredentials' | 'noSettings' };

/** "Try this link": what the panel links of an integration look like, before anybody relies on them. */
@Injectable()
export class LinksService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ConnectorCatalog) private readonly catalog: ConnectorCatalog,
    @Inject(SecretStore) private readonly secrets: SecretStore,
  ) {}

  /** @throws ApiProblem 404 · 422 `settings_unknown`, `settings_invalid` for a template that cannot be tried */
  async attempt(caller: Principal, id: string, query: LinksQuery, language: Language): Promise<LinksView> {
    const integration = await findIntegration(this.dataSource.manager, caller.workspaceId, id);
    const definition = this.catalog.of(integration.platform);
    const given = Object.fromEntries(KINDS.flatMap((kind) => (query[SETTINGS[kind]] === undefined ? [] : [[SETTINGS[kind], query[SETTINGS[kind]]]])));
    const way = await this.way(integration, definition, given);
    const [customer, order] = await Promise.all([
      this.link('customer', query.customerId, integration, definition, way, language),
      this.link('order', query.orderId, integration, definition, way, language),
    ]);
    const message = customer === null && order === null ? LINK_MESSAGES.nothing : Object.keys(given).length > 0 ? LINK_MESSAGES.tried : LINK_MESSAGES.saved;
    return { customer, order, message: message[language] };
  }

  private async way(integration: IntegrationEntity, definition: ConnectorDefinition, given: Readonly<Record<string, unknown>>): Promise<Way> {
    const known = propertiesOf(definition.settings);
    const unknown = Object.keys(given).filter((name) => !(name in known));
    if (unknown.length > 0) throw templateUnknown(unknown);
    const parsed = definition.settings.safeParse({ ...integration.settings, ...given }, { reportInput: true });
    const wrong = parsed.success ? [] : parsed.error.issues.filter((issue) => String(issue.path[0]) in given);
    if (wrong.length > 0) throw templateInvalid(wrong);
    const credentials = await storedCredentials(this.secrets, definition, integration);
    if (credentials === null || !parsed.success) return { links: null, settings: null, missing: credentials === null ? 'noCredentials' : 'noSettings' };
    return { links: definition.links(credentials.value, parsed.data), settings: parsed.data, missing: 'noSettings' };
  }

  private async link(kind: Kind, given: string | undefined, integration: IntegrationEntity, definition: ConnectorDefinition, way: Way, language: Language): Promise<TriedLink> {
    const externalId = given ?? (await this.dataSource.query<{ id: string }[]>(STORED[kind], [integration.id]))[0]?.id;
    if (externalId === undefined) return null;
    const url = way.links?.[kind](externalId) ?? null;
    if (url === null) return { externalId, url, verified: false, note: LINK_NOTES[way.links === null ? way.missing : 'noLink'][language] };
    // What the platform's own form is known by says nothing about a template somebody typed.
    const template = (way.settings as Readonly<Record<string, unknown>>)[SETTINGS[kind]];
    const own = template !== undefined && template !== propertiesOf(definition.settings)[SETTINGS[kind]]?.default;
    const known = definition.linksVerified?.[kind] ?? true;
    return { externalId, url, verified: known && !own, note: LINK_NOTES[own ? 'own' : known ? 'known' : 'supposed'][language] };
  }
}
