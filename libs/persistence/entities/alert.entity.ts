import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject, Localized } from '#libs/domain/words.js';

/** A rule that fired. */
@Entity('alert')
export class AlertEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('uuid', { name: 'integration_id', nullable: true })
  integrationId!: string | null;

  @Column('text')
  rule!: string;

  @Column('text')
  subject!: string;

  @Column('jsonb')
  message!: Localized;

  @Column('jsonb', { default: {} })
  detail!: JsonObject;

  @Column('timestamptz', { name: 'opened_at', default: () => 'now()' })
  openedAt!: Date;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt!: Date | null;

  @Column('timestamptz', { name: 'sent_at', nullable: true })
  sentAt!: Date | null;

  @Column('int', { default: 0 })
  attempts!: number;

  @Column('timestamptz', { name: 'not_before', nullable: true })
  notBefore!: Date | null;
}
