import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ConsentChannel, ConsentKind, ConsentState } from '#libs/domain/records.js';
import type { StreamName } from '#libs/domain/words.js';

/** What one source record says now about one consent. */
@Entity('consent')
export class ConsentEntity {
  @PrimaryColumn('uuid', { name: 'record_id' })
  recordId!: string;

  @PrimaryColumn('text')
  kind!: ConsentKind;

  @PrimaryColumn('text')
  channel!: ConsentChannel;

  /** Empty where the account has one shop. */
  @PrimaryColumn('text')
  shop!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('uuid', { name: 'integration_id' })
  integrationId!: string;

  @Column('text')
  state!: ConsentState;

  @Column('timestamptz', { name: 'changed_at', nullable: true })
  changedAt!: Date | null;

  @Column('timestamptz', { name: 'observed_at' })
  observedAt!: Date;

  @Column('text')
  origin!: StreamName;
}
