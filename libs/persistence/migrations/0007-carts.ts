import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Baskets as webhooks tell of them. */
export class Carts1700000000007 implements MigrationInterface {
  readonly name = 'Carts1700000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table cart (
        integration_id uuid not null,
        cart_id text not null,
        workspace_id uuid not null,
        customer_external_id text,
        email text,
        shop text,
        -- Lines, value, currency, and the platform's own moment in ms.
        body jsonb not null,
        content_hash bytea not null,
        -- First and last time its content was news, by the database clock.
        seen_at timestamptz not null,
        changed_at timestamptz not null,
        primary key (integration_id, cart_id)
      );
      -- Baskets of one person are counted.
      create index cart_owner on cart (integration_id, (coalesce(customer_external_id, email)));
      create index cart_changed on cart (changed_at);
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
