import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Value of a custom field on a card. */
@Entity('customer_field_value')
export class CustomerFieldValueEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' })
  customerId!: string;

  @PrimaryColumn('uuid', { name: 'field_id' })
  fieldId!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('uuid', { name: 'integration_id' })
  integrationId!: string;

  @Column('text', { name: 'text_value', nullable: true })
  textValue!: string | null;

  @Column('numeric', { name: 'number_value', precision: 30, scale: 0, nullable: true })
  numberValue!: string | null;

  @Column('date', { name: 'date_value', nullable: true })
  dateValue!: string | null;

  @Column({ type: 'text', collation: 'C' })
  rank!: string;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
