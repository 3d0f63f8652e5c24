import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import type { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import type { SecretStore } from '#libs/security/secret-store.js';

/** Credentials as the platform takes them; null when none are stored, or none that still fit. Only ever for building links. */
export async function storedCredentials(secrets: SecretStore, definition: ConnectorDefinition, integration: IntegrationEntity): Promise<{ readonly value: unknown } | null> {
  const stored = await secrets.get({ ownerKind: 'integration', ownerId: integration.id, name: 'credentials' });
  const parsed = definition.credentials.safeParse(stored);
  return parsed.success ? { value: parsed.data } : null;
}
