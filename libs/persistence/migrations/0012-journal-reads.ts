import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which read of its record an entry of a journal has led to. */
export class JournalReads1700000000012 implements MigrationInterface {
  readonly name = 'JournalReads1700000000012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- When the first read of the record behind the entry was asked for: what a later read shows has other reasons. Null: not read yet.
      alter table journal_entry add column read_at timestamptz;
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
