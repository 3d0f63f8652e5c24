import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FieldRole } from '#libs/domain/words.js';

/** Which custom field an integration fills. */
@Entity('custom_field_use')
export class CustomFieldUseEntity {
  @PrimaryColumn('uuid', { name: 'integration_id' })
  integrationId!: string;

  @PrimaryColumn('text')
  role!: FieldRole;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('uuid', { name: 'field_id' })
  fieldId!: string;
}
