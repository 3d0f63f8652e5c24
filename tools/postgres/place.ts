import { createHash, randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { blockedFolder, postgresAccount } from './account.js';
import type { Account } from './account.js';
import { binariesIn } from './binaries.js';
import type { PostgresBinaries } from './binaries.js';
import { Problem, reasonOf } from '../problem.js';
import type { Log } from '../progress.js';

/**
 * Root's own place that every account may enter. Used only under root, when the project lies in a closed folder (a home
 * folder of mode 0700 is usual) that the account of PostgreSQL cannot pass. Nobody but root can write here, so nobody can
 * put other programs in.
 */
const OPEN_PLACE = '/var/lib/sztafeta';

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

function remedy(folder: string, cause: unknown): Problem {
  return new Problem(
    `PostgreSQL runs as an account of its own under root, which may not enter ${folder}, and ${OPEN_PLACE} could not be used instead (${reasonOf(cause)}): ` +
      `run "chmod o+x ${folder}", move the project to a folder that others may enter, or set DATABASE_URL to a server of your own.`,
  );
}

/** The programs, copied to the open place when the account cannot reach them where they are. */
export function reachableBinaries(found: PostgresBinaries, account: Account | undefined): PostgresBinaries {
  const folder = blockedFolder(found.postgres, account);
  if (folder === undefined) return found;
  const target = join(OPEN_PLACE, `programs-${shortHash(found.home)}`);
  try {
    if (!existsSync(target)) {
      const unfinished = `${target}.${randomUUID()}`;
      mkdirSync(OPEN_PLACE, { recursive: true, mode: 0o755 });
      cpSync(found.home, unfinished, { recursive: true, verbatimSymlinks: true });
      try {
        renameSync(unfinished, target);
      } catch (thrown) {
        rmSync(unfinished, { recursive: true, force: true });
        // Another process was faster; its copy is the same.
        if (!existsSync(target)) throw thrown;
      }
    }
  } catch (thrown) {
    throw remedy(folder, thrown);
  }
  return binariesIn(target);
}

/** A data directory that the account of PostgreSQL can reach: the wished one, or else one in the open place, which is said aloud. */
export function reachableDataDir(wished: string, log: Log): string {
  const folder = blockedFolder(wished, postgresAccount());
  if (folder === undefined) return wished;
  const instead = join(OPEN_PLACE, `data-${shortHash(wished)}`, 'postgres');
  try {
    mkdirSync(dirname(instead), { recursive: true, mode: 0o755 });
  } catch (thrown) {
    throw remedy(folder, thrown);
  }
  log(`${folder} is closed to the account PostgreSQL runs as, so its data lie in ${instead}.`);
  return instead;
}
