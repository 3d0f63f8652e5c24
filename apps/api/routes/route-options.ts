import type { EntityManager } from 'typeorm';
import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import { routeOptionsSchema } from '#libs/destinations/sdk/route-options.schema.js';
import type { RouteOptions } from '#libs/domain/relay/route-options.js';
import type { JsonObject } from '#libs/domain/words.js';
import type { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import { OPTIONS_FORM, parseForm } from '../http/parse-form.js';
import { propertiesOf } from '../platforms/platform-schema.js';
import { refuseUnused, withDefaults } from './platform-options.js';
import { clientTagsNotRead, consentSourceMissing, orderConsentNotReturned, orderConsentUnknown, platformNotRoutable, productsNotRead } from './route.problems.js';

/** Options as stored, which were checked when they were saved. */
export const optionsOf = (stored: JsonObject): RouteOptions => stored as unknown as RouteOptions;

const isOn = (value: unknown): boolean => value === true || (Array.isArray(value) && value.length > 0);

const RETURNED = `select exists (select 1 from consent where integration_id = $1 and kind = 'data_sharing' and origin = 'orders') as stored`;

/** @throws ApiProblem 422 unless orders of this shop are known to carry the consent */
async function refuseOrderConsent(manager: EntityManager, integration: IntegrationEntity): Promise<void> {
  const facts = integration.checkReport?.['facts'] as JsonObject | undefined;
  const returned = facts?.['orderConsent'] ?? null;
  if (returned === true) return;
  // An order that carried it proves more than a look at the newest ones.
  const [row] = await manager.query<{ stored: boolean }[]>(RETURNED, [integration.id]);
  if (row?.stored === true) return;
  throw returned === false ? orderConsentNotReturned() : orderConsentUnknown();
}

/**
 * Options as given, with the defaults of the platform. What would send nobody, or somebody by a guess, is refused.
 * @throws ApiProblem 422 `options_unknown`, `options_invalid`, `consent_source_missing`, what the platform asks for or has no use for,
 *   and what the source cannot give
 */
export async function readOptions(manager: EntityManager, integration: IntegrationEntity, connector: ConnectorDefinition, given: Record<string, unknown>): Promise<RouteOptions> {
  if (connector.orderStage === undefined) throw platformNotRoutable(connector.info.name);
  const options = optionsOf(parseForm(OPTIONS_FORM, routeOptionsSchema, withDefaults(connector, given)));
  refuseUnused(connector, options);
  if (options.scope === 'everyone') return options;
  if (options.consentSource === null) throw consentSourceMissing();
  if (options.consentSource === 'orderConsent') await refuseOrderConsent(manager, integration);
  if (options.consentSource.startsWith('clientTag:') && !isOn(integration.settings['clientTags'])) throw clientTagsNotRead();
  return options;
}

/** Whether products are read; null for a platform that has no such setting. */
export function readsProducts(integration: IntegrationEntity, connector: ConnectorDefinition | null): boolean | null {
  if (connector === null || !('products' in propertiesOf(connector.settings))) return null;
  return isOn(integration.settings['products']);
}

/** @throws ApiProblem 409 for a route whose category tags would be empty */
export function refuseEmptyTags(integration: IntegrationEntity, connector: ConnectorDefinition, options: RouteOptions): void {
  if (readsProducts(integration, connector) === false && !options.leaveOut.includes('categoryTags')) throw productsNotRead();
}
