import type { DataSource } from 'typeorm';
import { newId } from '#libs/domain/ids.js';
import { ROLES } from '#libs/domain/words.js';
import { createDataSource } from '#libs/persistence/data-source.js';
import { migrate } from '#libs/persistence/migrate.js';
import { freshDatabase } from '../../test/setup/database.js';
import type { FreshDatabase } from '../../test/setup/database.js';
import { createApiKey, findApiKey, listApiKeys, revokeApiKey } from './api-keys.js';
import { ensureFirstAdminKey } from './first-admin-key.js';
import { PERMISSIONS, PERMISSION_NAMES, allows } from './permissions.js';

describe('keys of the API', () => {
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
    await dataSource.query('truncate api_key, workspace cascade');
  });

  async function workspace(): Promise<string> {
    const id = newId();
    await dataSource.query('insert into workspace (id, name) values ($1, $2)', [id, 'Test']);
    return id;
  }

  it('are found by their secret, which is stored nowhere', async () => {
    const workspaceId = await workspace();
    const { id, secret } = await createApiKey(dataSource, { workspaceId, name: 'panel', role: 'operator' });
    expect(secret).toMatch(/^szt_[\w-]{43}$/u);
    expect(await findApiKey(dataSource, secret)).toEqual({ id, workspaceId, name: 'panel', role: 'operator' });
    expect(await findApiKey(dataSource, `${secret}x`)).toBeNull();
    expect(await findApiKey(dataSource, '')).toBeNull();
    const stored = await dataSource.query<unknown[]>('select *, encode(secret_hash, $1) as hash from api_key', ['hex']);
    expect(JSON.stringify(stored)).not.toContain(secret);
  });

  it('note their use and stop working when revoked', async () => {
    const workspaceId = await workspace();
    const { id, secret } = await createApiKey(dataSource, { workspaceId, name: 'panel', role: 'viewer' });
    expect((await listApiKeys(dataSource, workspaceId))[0]?.lastUsedAt).toBeNull();
    await findApiKey(dataSource, secret);
    const used = (await listApiKeys(dataSource, workspaceId))[0];
    expect(used?.lastUsedAt).toBeInstanceOf(Date);
    expect(secret.startsWith(used?.prefix ?? 'none')).toBe(true);
    expect(await revokeApiKey(dataSource, { workspaceId: newId(), id })).toBe(false);
    expect(await revokeApiKey(dataSource, { workspaceId, id })).toBe(true);
    expect(await revokeApiKey(dataSource, { workspaceId, id })).toBe(false);
    expect(await findApiKey(dataSource, secret)).toBeNull();
  });

  describe('the first one', () => {
    it('is made and shown once, however many processes start at the same time', async () => {
      const shown: string[] = [];
      const start = () => ensureFirstAdminKey(dataSource, { env: {}, announce: (secret) => shown.push(secret) });
      const made = await Promise.all([start(), start(), start()]);
      expect(shown).toHaveLength(1);
      expect(made.filter(({ created }) => created)).toHaveLength(1);
      expect(new Set(made.map(({ workspaceId }) => workspaceId)).size).toBe(1);
      expect(await findApiKey(dataSource, shown[0] ?? '')).toMatchObject({ role: 'admin', workspaceId: made[0]?.workspaceId });
    });

    it('is the one of the environment, which is never shown, and stays revoked when revoked', async () => {
      const env = { SZTAFETA_ADMIN_KEY: 'a-key-chosen-by-the-operator' };
      const announce = recorder();
      const first = await ensureFirstAdminKey(dataSource, { env, announce: announce.call });
      expect(first.created).toBe(true);
      expect((await ensureFirstAdminKey(dataSource, { env, announce: announce.call })).created).toBe(false);
      const key = await findApiKey(dataSource, env.SZTAFETA_ADMIN_KEY);
      expect(key?.role).toBe('admin');
      await revokeApiKey(dataSource, { workspaceId: first.workspaceId, id: key?.id ?? '' });
      expect((await ensureFirstAdminKey(dataSource, { env, announce: announce.call })).created).toBe(false);
      expect(await findApiKey(dataSource, env.SZTAFETA_ADMIN_KEY)).toBeNull();
      expect(announce.calls).toEqual([]);
    });

    it('is refused when it is too short, without being repeated', async () => {
      const work = ensureFirstAdminKey(dataSource, { env: { SZTAFETA_ADMIN_KEY: 'hunter2' }, announce: () => undefined });
      await expect(work).rejects.toThrow('at least 24');
      await expect(work).rejects.not.toThrow('hunter2');
    });
  });
});

function recorder(): { calls: string[]; call: (secret: string) => void } {
  const calls: string[] = [];
  return { calls, call: (secret) => calls.push(secret) };
}

describe('the permission table', () => {
  it('gives every permission to its least role and all stronger ones, and to no weaker', () => {
    for (const permission of PERMISSION_NAMES) {
      const least = ROLES.indexOf(PERMISSIONS[permission]);
      expect(ROLES.map((role) => allows(role, permission))).toEqual(ROLES.map((_role, rank) => rank >= least));
    }
  });

  it('lets viewers read and nothing else', () => {
    const changing = PERMISSION_NAMES.filter((permission) => allows('viewer', permission) && !permission.endsWith('.read'));
    expect(changing).toEqual([]);
  });

  it('keeps deleting, erasing, keys, workspaces and the audit to admins', () => {
    for (const permission of ['integrations.delete', 'customers.erase', 'api-keys.manage', 'workspaces.manage', 'audit.read', 'alerts.manage'] as const) {
      expect(allows('operator', permission)).toBe(false);
      expect(allows('admin', permission)).toBe(true);
    }
  });
});
