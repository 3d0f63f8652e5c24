import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject } from '#libs/domain/words.js';

/** Who changed what. */
@Entity('audit')
export class AuditEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('timestamptz', { default: () => 'now()' })
  at!: Date;

  @Column('text')
  actor!: string;

  @Column('text')
  action!: string;

  @Column('text', { name: 'object_kind' })
  objectKind!: string;

  @Column('text', { name: 'object_id' })
  objectId!: string;

  @Column('jsonb', { default: {} })
  detail!: JsonObject;
}
