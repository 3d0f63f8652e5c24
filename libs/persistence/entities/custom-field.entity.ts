import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { FieldType } from '#libs/domain/words.js';

/** A field of cards defined by the workspace. */
@Entity('custom_field')
export class CustomFieldEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('text')
  key!: string;

  @Column('text')
  label!: string;

  @Column('text')
  type!: FieldType;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
