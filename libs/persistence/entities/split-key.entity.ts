import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A key value that joins nothing since a split. */
@Entity('split_key')
export class SplitKeyEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @PrimaryColumn('text')
  type!: string;

  @PrimaryColumn('text')
  value!: string;

  @Column('text', { name: 'keeper_key' })
  keeperKey!: string;

  @Column('uuid', { name: 'decision_id' })
  decisionId!: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
