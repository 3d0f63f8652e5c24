import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The merged person; fields are derived from source records. */
@Entity('customer')
export class CustomerEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('text', { name: 'display_name', default: '' })
  displayName!: string;

  @Column('text', { nullable: true })
  email!: string | null;

  @Column('text', { nullable: true })
  company!: string | null;

  @Column('text', { name: 'search_text', default: '' })
  searchText!: string;

  @Column('uuid', { name: 'profile_record_id', nullable: true })
  profileRecordId!: string | null;

  @Column('uuid', { name: 'merged_into', nullable: true })
  mergedInto!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
