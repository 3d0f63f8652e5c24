import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The code that stands in ids made for a source account. */
@Entity('source_code')
export class SourceCodeEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @PrimaryColumn('text', { name: 'source_account' })
  sourceAccount!: string;

  @Column('text')
  code!: string;
}
