import type { EntityManager } from 'typeorm';
import type { ConnectorDefinition, FieldSetting } from '#libs/connectors/sdk/connector.js';
import type { FieldRole } from '#libs/domain/words.js';
import { CustomFieldEntity } from '#libs/persistence/entities/custom-field.entity.js';
import type { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import { violates } from '../http/database-errors.js';
import { fieldMissing, fieldTaken, fieldWrongType } from './field.problems.js';

/** A custom field an integration is going to fill. */
export type FieldUse = { readonly role: FieldRole; readonly fieldId: string; readonly key: string };

function* named(definition: ConnectorDefinition, settings: Readonly<Record<string, unknown>>): Generator<{ setting: FieldSetting; key: string }> {
  for (const setting of definition.fieldSettings) {
    const key = settings[setting.setting];
    if (typeof key === 'string' && key !== '') yield { setting, key };
  }
}

/**
 * The fields named by the settings, each proven to exist, to have the right type and, for ID fields, to be free.
 * @throws ApiProblem 422 `custom_field_missing`, `custom_field_type` · 409 `custom_field_taken`
 */
export async function findFieldUses(
  manager: EntityManager,
  integration: IntegrationEntity,
  definition: ConnectorDefinition,
  settings: Readonly<Record<string, unknown>>,
): Promise<FieldUse[]> {
  const uses: FieldUse[] = [];
  for (const { setting, key } of named(definition, settings)) {
    const field = await manager.findOneBy(CustomFieldEntity, { workspaceId: integration.workspaceId, key });
    if (field === null) throw fieldMissing(setting.setting, key);
    if (field.type !== setting.type) throw fieldWrongType(setting.setting, key, setting.type, field.type);
    if (setting.role === 'id') await refuseTaken(manager, integration.id, setting.setting, key, field.id);
    uses.push({ role: setting.role, fieldId: field.id, key });
  }
  return uses;
}

async function refuseTaken(manager: EntityManager, integrationId: string, setting: string, key: string, fieldId: string): Promise<void> {
  const [holder] = await manager.query<{ id: string; name: string }[]>(
    `select i.id, i.name from custom_field_use u join integration i on i.id = u.integration_id where u.field_id = $1 and u.role = 'id' and i.id <> $2`,
    [fieldId, integrationId],
  );
  if (holder !== undefined) throw fieldTaken(setting, key, holder);
}

/** Replaces what the integration fills. @throws ApiProblem 409 when another integration took an ID field meanwhile */
export async function storeFieldUses(manager: EntityManager, integration: IntegrationEntity, uses: readonly FieldUse[]): Promise<void> {
  await manager.query(`delete from custom_field_use where integration_id = $1`, [integration.id]);
  for (const use of uses) {
    try {
      await manager.query(`insert into custom_field_use (integration_id, role, workspace_id, field_id) values ($1, $2, $3, $4)`, [integration.id, use.role, integration.workspaceId, use.fieldId]);
    } catch (thrown) {
      if (violates(thrown, 'custom_field_use_id')) throw fieldTaken(use.role, use.key, null);
      throw thrown;
    }
  }
}
