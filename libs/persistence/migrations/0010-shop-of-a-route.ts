import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when a route is about its shop: what people had said in that shop before is no change of mind. */
export class ShopOfARoute1700000000010 implements MigrationInterface {
  readonly name = 'ShopOfARoute1700000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table route add column shop_since timestamptz`);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
