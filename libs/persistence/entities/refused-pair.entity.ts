import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Two keys whose cards are not one person, whatever hints they share. */
@Entity('refused_pair')
export class RefusedPairEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @PrimaryColumn('text', { name: 'left_key' })
  leftKey!: string;

  @PrimaryColumn('text', { name: 'right_key' })
  rightKey!: string;

  @PrimaryColumn('uuid', { name: 'decision_id' })
  decisionId!: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
