import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { InboxOrigin, StreamName } from '#libs/domain/words.js';

/** A hint that a record should be read by id. */
@Entity('inbox')
export class InboxEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('uuid', { name: 'integration_id' })
  integrationId!: string;

  @Column('text')
  stream!: StreamName;

  @Column('text', { name: 'external_id' })
  externalId!: string;

  @Column('text')
  origin!: InboxOrigin;

  /** What the row waited for before a webhook named its record as well. */
  @Column('text', { name: 'first_origin', nullable: true })
  firstOrigin!: InboxOrigin | null;

  /** Named by a webhook while no record of this id was stored. */
  @Column('boolean', { default: false })
  unseen!: boolean;

  @Column('uuid', { name: 'part_id', nullable: true })
  partId!: string | null;

  @Column('timestamptz', { name: 'received_at', default: () => 'now()' })
  receivedAt!: Date;

  @Column('timestamptz', { name: 'applied_at', nullable: true })
  appliedAt!: Date | null;

  @Column('timestamptz', { name: 'not_before', nullable: true })
  notBefore!: Date | null;

  @Column('int', { default: 0 })
  attempts!: number;
}
