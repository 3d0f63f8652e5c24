import { execFileSync } from 'node:child_process';
import { realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Problem } from '../problem.js';

/** Numeric ids of the operating-system account PostgreSQL runs as; undefined = the account of this process. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

function idOf(user: string): Account | undefined {
  try {
    const ask = (flag: string): number => Number(execFileSync('id', [flag, user], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: ask('-u'), gid: ask('-g') };
  } catch {
    return undefined;
  }
}

function createUser(user: string): void {
  for (const [program, ...args] of [
    ['groupadd', '--system', user],
    ['useradd', '--system', '--gid', user, '--no-create-home', '--shell', '/usr/sbin/nologin', user],
  ]) {
    try {
      if (program !== undefined) execFileSync(program, args, { stdio: 'ignore' });
    } catch {
      // No such program, or a second process was faster: the look-up that follows decides.
    }
  }
}

/**
 * PostgreSQL refuses to run as root, so under root it gets the account `postgres` (made when missing), or `nobody` where
 * accounts cannot be made. Any other user runs it as itself.
 * @throws Problem when no usable account exists
 */
export function postgresAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const existing = idOf('postgres');
  if (existing !== undefined) return existing;
  createUser('postgres');
  const account = idOf('postgres') ?? idOf('nobody');
  if (account === undefined) {
    throw new Problem(
      'PostgreSQL does not run as root and no account "postgres" could be made: run this as an ordinary user, or set DATABASE_URL to a server of your own.',
    );
  }
  return account;
}

const OWNER_PASSES = 0o100;
const GROUP_PASSES = 0o010;
const OTHERS_PASS = 0o001;

/** The first folder on the way to `path` that the account may not pass through; undefined when the way is free. */
export function blockedFolder(path: string, account: Account | undefined): string | undefined {
  if (account === undefined) return undefined;
  const folders: string[] = [];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    folders.unshift(folder);
    if (folder === dirname(folder)) break;
  }
  return folders.find((folder) => {
    const stat = statSync(realpathSync(folder), { throwIfNoEntry: false });
    if (stat === undefined) return false;
    if (stat.uid === account.uid) return (stat.mode & OWNER_PASSES) === 0;
    if (stat.gid === account.gid) return (stat.mode & GROUP_PASSES) === 0;
    return (stat.mode & OTHERS_PASS) === 0;
  });
}
