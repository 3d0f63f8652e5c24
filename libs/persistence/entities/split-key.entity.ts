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

  /** Keepers before, each with the later split that moved it on; oldest first. */
  @Column('jsonb', { name: 'former_keepers', default: [] })
  formerKeepers!: readonly { readonly keeper: string; readonly movedBy: string }[];

  @Column('uuid', { name: 'decision_id' })
  decisionId!: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
