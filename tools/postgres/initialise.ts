import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Account } from './account.js';
import { Problem } from '../problem.js';

/** The role that owns everything in an embedded database. */
export const OWNER_ROLE = 'sztafeta';
/** Lies inside the data directory, so that a copy or move of the folder keeps working. */
const PASSWORD_FILE = 'sztafeta.password';

function run(program: string, args: readonly string[], account: Account | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...account, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, LC_ALL: 'C' } });
    let complaints = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Problem(`PostgreSQL could not make its data directory: ${complaints.trim().split('\n').at(-1) ?? 'no reason given'}`));
    });
  });
}

/** Password of an embedded database. */
export function readPassword(dataDir: string): string {
  return readFileSync(join(dataDir, PASSWORD_FILE), 'utf8').trim();
}

/**
 * Makes the data directory once. It is built beside its place and renamed when whole, so a kill half-way leaves nothing
 * that looks finished. Passwords are asked for even on loopback: other users of the machine can connect there too.
 */
export async function initialise(initdb: string, dataDir: string, account: Account | undefined, sync: boolean): Promise<void> {
  if (existsSync(join(dataDir, 'PG_VERSION'))) return;
  const parent = dirname(dataDir);
  const building = mkdtempSync(join(parent, `${basename(dataDir)}.new-`));
  try {
    const passwordFile = join(building, 'password');
    const cluster = join(building, 'cluster');
    mkdirSync(cluster, { mode: 0o700 });
    writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (account !== undefined) for (const path of [building, cluster, passwordFile]) chownSync(path, account.uid, account.gid);
    const flags = [`--pgdata=${cluster}`, `--username=${OWNER_ROLE}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
    await run(initdb, [...flags, '--encoding=UTF8', '--locale=C.UTF-8', ...(sync ? [] : ['--no-sync'])], account);
    renameSync(passwordFile, join(cluster, PASSWORD_FILE));
    if (existsSync(dataDir)) rmdirSync(dataDir);
    renameSync(cluster, dataDir);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}
