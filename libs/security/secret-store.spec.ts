import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { isFailure } from '#libs/domain/failure.js';
import { newId } from '#libs/domain/ids.js';
import { createDataSource } from '#libs/persistence/data-source.js';
import { migrate } from '#libs/persistence/migrate.js';
import { freshDatabase } from '../../test/setup/database.js';
import type { FreshDatabase } from '../../test/setup/database.js';
import { KeyFile } from './key-file.js';
import { fixedKeyRing, loadKeyRing, newMasterKey } from './key-ring.js';
import type { KeyRing } from './key-ring.js';
import { SecretStore } from './secret-store.js';

const CANARY = 'canary-of-the-secret-store';

describe('the secret store', () => {
  let database: FreshDatabase;
  let dataSource: DataSource;
  beforeAll(async () => {
    database = await freshDatabase();
    await migrate(database.url);
    dataSource = createDataSource({ url: database.url });
    await dataSource.initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });
  beforeEach(async () => {
    await dataSource.query('delete from secret');
  });

  const place = (name = 'credentials') => ({ workspaceId: newId(), ownerKind: 'integration', ownerId: newId(), name });
  const ring = (): KeyRing => fixedKeyRing(newMasterKey());

  async function codeOf(work: Promise<unknown>): Promise<string> {
    return work.then(
      () => 'no failure',
      (error: unknown) => (isFailure(error) ? error.code : String(error)),
    );
  }

  it('gives back what was put, replaces and removes it', async () => {
    const store = new SecretStore(dataSource, ring());
    const at = place();
    expect(await store.get(at)).toBeNull();
    await store.put({ ...at, value: { key: CANARY, nested: { list: [1, 'ż'] } } });
    expect(await store.get(at)).toEqual({ key: CANARY, nested: { list: [1, 'ż'] } });
    await store.put({ ...at, value: { key: 'other' } });
    expect(await store.get(at)).toEqual({ key: 'other' });
    expect(await store.get({ ...at, name: 'candidate' })).toBeNull();
    await store.remove(at);
    expect(await store.get(at)).toBeNull();
  });

  it('takes part in a transaction of the caller', async () => {
    const store = new SecretStore(dataSource, ring());
    const at = place();
    const work = dataSource.transaction(async (manager) => {
      await store.put({ ...at, value: { a: 1 } }, manager);
      expect(await store.get(at, manager)).toEqual({ a: 1 });
      throw new Error('roll back');
    });
    await expect(work).rejects.toThrow('roll back');
    expect(await store.get(at)).toBeNull();
  });

  it('keeps nothing readable in the row, and every row has its own data key', async () => {
    const store = new SecretStore(dataSource, ring());
    await store.put({ ...place(), value: { key: CANARY } });
    await store.put({ ...place(), value: { key: CANARY } });
    const rows = await dataSource.query<{ ciphertext: Buffer; wrapped_key: Buffer; nonce: Buffer }[]>('select * from secret');
    expect(Buffer.concat(rows.flatMap((row) => [row.ciphertext, row.wrapped_key, row.nonce])).includes(CANARY)).toBe(false);
    expect(rows[0]?.ciphertext.equals(rows[1]?.ciphertext ?? Buffer.alloc(0))).toBe(false);
    expect(new Set(rows.map((row) => row.nonce.toString('hex'))).size).toBe(2);
  });

  it('cannot be opened from another row, by another owner or under another name', async () => {
    const store = new SecretStore(dataSource, ring());
    const [mine, theirs] = [place(), place()];
    await store.put({ ...mine, value: { key: CANARY } });
    await store.put({ ...theirs, value: { key: 'theirs' } });
    const copy = `update secret t set wrapped_key = s.wrapped_key, nonce = s.nonce, ciphertext = s.ciphertext from secret s where t.owner_id = $1 and s.owner_id = $2`;
    await dataSource.query(copy, [theirs.ownerId, mine.ownerId]);
    expect(await codeOf(store.get(theirs))).toBe('secret_unreadable');
    await dataSource.query(`update secret set name = 'signing' where owner_id = $1`, [mine.ownerId]);
    expect(await codeOf(store.get({ ...mine, name: 'signing' }))).toBe('secret_unreadable');
    await dataSource.query(`update secret set name = 'credentials', workspace_id = $2 where owner_id = $1`, [mine.ownerId, newId()]);
    expect(await codeOf(store.get(mine))).toBe('secret_unreadable');
  });

  it.each(['ciphertext', 'wrapped_key', 'nonce'])('notices a changed %s', async (column) => {
    const store = new SecretStore(dataSource, ring());
    const at = place();
    await store.put({ ...at, value: { key: CANARY } });
    await dataSource.query(`update secret set ${column} = set_byte(${column}, 3, get_byte(${column}, 3) # 1)`);
    expect(await codeOf(store.get(at))).toBe('secret_unreadable');
  });

  it('says that the master key is missing, and nothing about the secret', async () => {
    const at = place();
    await new SecretStore(dataSource, ring()).put({ ...at, value: { key: CANARY } });
    const error: unknown = await new SecretStore(dataSource, ring()).get(at).catch((caught: unknown) => caught);
    if (!isFailure(error)) throw new Error('expected a failure');
    expect(error.code).toBe('master_key_missing');
    expect(JSON.stringify(error)).not.toContain(CANARY);
  });

  describe('rotation', () => {
    it('wraps every secret with the new key, after which the old one may go', async () => {
      const [old, fresh] = [newMasterKey(), newMasterKey()];
      const before = new SecretStore(dataSource, fixedKeyRing(old));
      const places = Array.from({ length: 250 }, () => place());
      for (const [number, at] of places.entries()) await before.put({ ...at, value: { number } });
      const both = new SecretStore(dataSource, fixedKeyRing(`${fresh} ${old}`));
      expect(await both.rotate()).toEqual({ rewrapped: 250 });
      expect(await both.rotate()).toEqual({ rewrapped: 0 });
      const after = new SecretStore(dataSource, fixedKeyRing(fresh));
      for (const [number, at] of places.entries()) expect(await after.get(at)).toEqual({ number });
      expect(await codeOf(before.get(places[0] ?? place()))).toBe('master_key_missing');
    });

    it('goes on beside reads and writes of processes that share the key file, without one failure', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'rotation-'));
      const file = join(folder, 'master.key');
      const running = new SecretStore(dataSource, loadKeyRing({ env: {}, file }));
      const places = Array.from({ length: 60 }, () => place());
      for (const at of places) await running.put({ ...at, value: { version: 0 } });
      let rotating = true;
      let reads = 0;
      const reader = async (): Promise<void> => {
        for (let turn = 0; rotating || turn < 3; turn += 1) {
          for (const at of places) {
            expect(await running.get(at)).toMatchObject({ version: expect.any(Number) as number });
            reads += 1;
          }
        }
      };
      const writer = async (): Promise<void> => {
        for (let version = 1; rotating || version < 3; version += 1) await running.put({ ...(places[version % places.length] ?? place()), value: { version } });
      };
      const rotate = async (): Promise<void> => {
        for (let turn = 0; turn < 3; turn += 1) {
          const keyFile = new KeyFile(file);
          keyFile.replace([newMasterKey(), ...keyFile.lines()]);
          await new SecretStore(dataSource, loadKeyRing({ env: {}, file })).rotate();
        }
        rotating = false;
      };
      await Promise.all([reader(), writer(), rotate()]);
      const keyFile = new KeyFile(file);
      await new SecretStore(dataSource, loadKeyRing({ env: {}, file })).rotate();
      keyFile.replace(keyFile.lines().slice(0, 1));
      const last = new SecretStore(dataSource, loadKeyRing({ env: {}, file }));
      for (const at of places) expect(await last.get(at)).toMatchObject({ version: expect.any(Number) as number });
      expect(reads).toBeGreaterThan(places.length);
      rmSync(folder, { recursive: true });
    });
  });
});
