import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The address at which an integration takes webhooks. It outlives the integration, so that late deliveries are counted. */
@Entity('hook')
export class HookEntity {
  @PrimaryColumn('uuid', { name: 'integration_id' })
  integrationId!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  /** SHA-256 of the token in the address; the token itself is a secret of the integration. */
  @Column('bytea', { name: 'token_hash' })
  tokenHash!: Buffer;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'first_at', nullable: true })
  firstAt!: Date | null;

  @Column('timestamptz', { name: 'last_at', nullable: true })
  lastAt!: Date | null;

  /** The last delivery that came although the integration was stopped, deleted or not yet started. */
  @Column('timestamptz', { name: 'last_late_at', nullable: true })
  lastLateAt!: Date | null;

  /** Webhooks came at an address before this one. */
  @Column('boolean', { name: 'received_before', default: false })
  receivedBefore!: boolean;
}
