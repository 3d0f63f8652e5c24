import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Where the alerts of a workspace are sent. */
@Entity('alert_target')
export class AlertTargetEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('text')
  url!: string;

  @Column('boolean', { default: true })
  enabled!: boolean;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
