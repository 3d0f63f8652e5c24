import { KeyFile } from '#libs/security/key-file.js';
import { loadKeyRing, newMasterKey } from '#libs/security/key-ring.js';
import { SecretStore } from '#libs/security/secret-store.js';
import { withDatabase } from './with-database.js';

/** A new key in front of the ring; old ones stay behind it, because backups of the database still need them. */
function addKey(path: string): void {
  const file = new KeyFile(path);
  file.createIfMissing(newMasterKey());
  file.replace([newMasterKey(), ...file.lines()]);
}

/**
 * Encrypts all stored secrets with the newest master key; reads and writes go on meanwhile. With a key file a new key is
 * made first; with SZTAFETA_MASTER_KEY the new key is the one a person has put in front of the old one.
 */
export async function run(args: readonly string[]): Promise<void> {
  if (args.length > 0) throw new Error(`secrets rotate takes no argument "${args.join(' ')}".`);
  const file = process.env['SZTAFETA_MASTER_KEY_FILE'] ?? '.data/master.key';
  if ((process.env['SZTAFETA_MASTER_KEY'] ?? '').trim() === '') addKey(file);
  const keyRing = loadKeyRing({ env: process.env, file });
  const { rewrapped } = await withDatabase((dataSource) => new SecretStore(dataSource, keyRing).rotate());
  process.stdout.write(`${String(rewrapped)} secrets are now encrypted with the newest master key\n`);
}
