import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Two keys a person declared to be one customer's. */
@Entity('card_link')
export class CardLinkEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('text', { name: 'left_key' })
  leftKey!: string;

  @Column('text', { name: 'right_key' })
  rightKey!: string;

  @Column('uuid', { name: 'decision_id' })
  decisionId!: string;

  @Column('uuid', { name: 'cut_by', nullable: true })
  cutBy!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
