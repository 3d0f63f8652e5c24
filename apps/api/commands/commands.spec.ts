import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { newId } from '#libs/domain/ids.js';
import { createDataSource } from '#libs/persistence/data-source.js';
import { findApiKey } from '#libs/security/api-keys.js';
import { loadKeyRing } from '#libs/security/key-ring.js';
import { SecretStore } from '#libs/security/secret-store.js';
import { freshDatabase, type FreshDatabase } from '../../../test/setup/database.js';
import { run as createAdminKey } from './admin-key-create.js';
import { run as rotateSecrets } from './secrets-rotate.js';

describe('commands', () => {
  let database: FreshDatabase;
  let folder: string;
  let said: string;

  beforeEach(async () => {
    database = await freshDatabase();
    folder = mkdtempSync(join(tmpdir(), 'sztafeta-commands-'));
    process.env['DATABASE_URL'] = database.url;
    process.env['SZTAFETA_MASTER_KEY_FILE'] = join(folder, 'master.key');
    delete process.env['SZTAFETA_MASTER_KEY'];
    said = '';
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    delete process.env['DATABASE_URL'];
    delete process.env['SZTAFETA_MASTER_KEY_FILE'];
    rmSync(folder, { recursive: true });
    await database.drop();
  });

  async function withData<T>(work: (dataSource: DataSource) => Promise<T>): Promise<T> {
    const dataSource = await createDataSource({ url: database.url }).initialize();
    try {
      return await work(dataSource);
    } finally {
      await dataSource.destroy();
    }
  }

  it('admin-key create prints a working admin key, on a database that was never used as well', async () => {
    await createAdminKey([]);
    await createAdminKey(['second']);
    const secrets = said.trim().split('\n');
    expect(secrets).toHaveLength(2);
    const keys = await withData((dataSource) => Promise.all(secrets.map((secret) => findApiKey(dataSource, secret))));
    expect(keys).toMatchObject([{ role: 'admin' }, { role: 'admin', name: 'second' }]);
    expect(keys[0]?.workspaceId).toBe(keys[1]?.workspaceId);
  });

  it('secrets rotate makes a new master key and wraps every secret with it; nothing becomes unreadable', async () => {
    await createAdminKey([]);
    const file = process.env['SZTAFETA_MASTER_KEY_FILE'] ?? '';
    const place = { ownerKind: 'integration', ownerId: newId(), name: 'credentials' };
    const before = loadKeyRing({ env: {}, file }).current().id;
    await withData((dataSource) => new SecretStore(dataSource, loadKeyRing({ env: {}, file })).put({ workspaceId: newId(), ...place, value: { key: 'INVENTED-KEY' } }));
    await rotateSecrets([]);
    expect(said).toContain('1 secrets');
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(2);
    const ring = loadKeyRing({ env: {}, file });
    expect(ring.current().id).not.toBe(before);
    const [row] = await withData((dataSource) => dataSource.query<{ key_id: string }[]>('select key_id from secret'));
    expect(row?.key_id).toBe(ring.current().id);
    expect(await withData((dataSource) => new SecretStore(dataSource, ring).get(place))).toEqual({ key: 'INVENTED-KEY' });
  });
});
