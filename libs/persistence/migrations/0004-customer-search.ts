import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Search by part of a name; built beside running writers, so in a migration of its own and outside a transaction. */
export class CustomerSearch1700000000004 implements MigrationInterface {
  readonly name = 'CustomerSearch1700000000004';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index concurrently if not exists customer_search on customer using gin (search_text gin_trgm_ops)`);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
