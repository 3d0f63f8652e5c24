import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject } from '#libs/domain/words.js';

/** What of one integration is delivered to one destination, and how. */
@Entity('route')
export class RouteEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('uuid', { name: 'integration_id' })
  integrationId!: string;

  @Column('uuid', { name: 'destination_id' })
  destinationId!: string;

  @Column('text')
  name!: string;

  @Column('text', { default: 'off' })
  state!: string;

  @Column('jsonb')
  options!: JsonObject;

  @Column('int', { name: 'options_version', default: 0 })
  optionsVersion!: number;

  /** Since when it is about the shop of its options; null: it has been from the beginning. */
  @Column('timestamptz', { name: 'shop_since', nullable: true })
  shopSince!: Date | null;

  /** First start: whom the shop knew before is created silently. */
  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt!: Date | null;

  /** No event of an order from before. */
  @Column('timestamptz', { name: 'events_from', nullable: true })
  eventsFrom!: Date | null;

  /** Since when changes found by bulk reading count too: the first export was confirmed. */
  @Column('timestamptz', { name: 'exported_from', nullable: true })
  exportedFrom!: Date | null;

  /** Whose code stands in ids that leave the house; kept when the account is connected again. */
  @Column('text', { name: 'source_code', nullable: true })
  sourceCode!: string | null;

  @Column('text', { name: 'source_account', nullable: true })
  sourceAccount!: string | null;

  @Column('bytea', { name: 'callback_hash', nullable: true })
  callbackHash!: Buffer | null;

  @Column('bytea', { name: 'feed_hash', nullable: true })
  feedHash!: Buffer | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;

  @Column('timestamptz', { name: 'deleted_at', nullable: true })
  deletedAt!: Date | null;
}
