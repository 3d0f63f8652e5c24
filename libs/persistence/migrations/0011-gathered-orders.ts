import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What routes of orders that were gathered from many sources need beside the journal. */
export class GatheredOrders1700000000011 implements MigrationInterface {
  readonly name = 'GatheredOrders1700000000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- sent_at moves with every new value of an event. Whether a purchase had been told before an order was born from its order is
      -- decided by when it was told first.
      alter table delivered_fact add column first_sent_at timestamptz;
      update delivered_fact set first_sent_at = sent_at;
      alter table delivered_fact alter column first_sent_at set default now(), alter column first_sent_at set not null;

      -- Options of routes that were saved before these existed: every value is present.
      update route set options = '{"sourceTag": false, "skipShopOrders": false, "productId": "product", "sources": [], "emailByPhone": "surname"}'::jsonb || options;
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
