import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An order with a masked address whose e-mail is looked for by phone. */
@Entity('email_search')
export class EmailSearchEntity {
  @PrimaryColumn('uuid', { name: 'route_id' })
  routeId!: string;

  @PrimaryColumn('uuid', { name: 'record_id' })
  recordId!: string;

  @PrimaryColumn('text')
  phone!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('uuid', { name: 'integration_id' })
  integrationId!: string;

  @Column('text', { nullable: true })
  address!: string | null;

  @Column('boolean')
  silent!: boolean;
}
