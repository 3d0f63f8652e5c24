import { Failure } from '#libs/domain/failure.js';
import type { ConnectorDefinition } from './sdk/connector.js';
import { allegro } from './allegro/allegro.connector.js';
import { baselinker } from './baselinker/baselinker.connector.js';
import { ideaCommerce } from './idea-commerce/idea-commerce.connector.js';
import { idosell } from './idosell/idosell.connector.js';
import { prestashop } from './prestashop/prestashop.connector.js';

/** Every platform the service can connect; a new one is one folder and one line here. */
export const CONNECTORS: readonly ConnectorDefinition[] = [prestashop, idosell, ideaCommerce, baselinker, allegro];

/** @throws Failure `configuration_invalid` for a platform that has no connector. */
export function connectorOf(platform: string): ConnectorDefinition {
  const found = CONNECTORS.find((connector) => connector.platform === platform);
  if (found) return found;
  throw new Failure({
    kind: 'configuration_invalid',
    code: 'platform_unknown',
    message: { pl: `Platforma „${platform}” nie jest obsługiwana.`, en: `Platform "${platform}" is not supported.` },
    fix: { pl: 'Wybierz platformę z listy GET /platforms.', en: 'Choose a platform from GET /platforms.' },
  });
}
