import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An e-mail two accounts of one integration have carried. */
@Entity('contested_key')
export class ContestedKeyEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @PrimaryColumn('text')
  type!: string;

  @PrimaryColumn('text')
  value!: string;

  @PrimaryColumn('uuid', { name: 'integration_id' })
  integrationId!: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
