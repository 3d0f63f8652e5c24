import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RecordKind } from '#libs/domain/words.js';

/** One record of a platform as last seen. */
@Entity('source_record')
export class SourceRecordEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('uuid', { name: 'integration_id' })
  integrationId!: string;

  @Column('text')
  kind!: RecordKind;

  @Column('text', { name: 'external_id' })
  externalId!: string;

  @Column('uuid', { name: 'customer_id', nullable: true })
  customerId!: string | null;

  @Column('text')
  body!: string;

  @Column('bytea', { name: 'content_hash' })
  contentHash!: Buffer;

  @Column('text', { name: 'applied_with' })
  appliedWith!: string;

  @Column('int')
  epoch!: number;

  @Column('timestamptz', { name: 'source_at' })
  sourceAt!: Date;

  @Column('timestamptz', { name: 'requested_at' })
  requestedAt!: Date;

  @Column('text', { array: true })
  keys!: string[];

  @Column('smallint', { name: 'profile_rank', nullable: true })
  profileRank!: number | null;

  @Column('text', { name: 'owner_id', nullable: true })
  ownerId!: string | null;

  @Column('text', { name: 'order_number', nullable: true })
  orderNumber!: string | null;

  @Column('timestamptz', { name: 'placed_at', nullable: true })
  placedAt!: Date | null;

  @Column('text', { name: 'sweep_digest', nullable: true })
  sweepDigest!: string | null;

  @Column('timestamptz', { name: 'gone_at', nullable: true })
  goneAt!: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
