import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A phone number the platform was asked about, or is to be. */
@Entity('phone_lookup')
export class PhoneLookupEntity {
  @PrimaryColumn('uuid', { name: 'integration_id' })
  integrationId!: string;

  @PrimaryColumn('text')
  phone!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('text')
  state!: string;

  @Column('int', { nullable: true })
  hits!: number | null;

  @Column('int', { default: 0 })
  looks!: number;

  @Column('timestamptz', { name: 'asked_at', default: () => 'now()' })
  askedAt!: Date;

  @Column('timestamptz', { name: 'looked_at', nullable: true })
  lookedAt!: Date | null;
}
