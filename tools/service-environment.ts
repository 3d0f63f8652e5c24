import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const FILE = 'service.json';
const environment = z.record(z.string(), z.string());

/**
 * Leaves the addresses of the running service for command-line tools. Readable by the owner alone: the database address
 * holds a password.
 * @returns the function that removes it again
 */
export function rememberEnvironment(dataDir: string, env: Readonly<Record<string, string>>): () => void {
  const file = join(dataDir, FILE);
  writeFileSync(`${file}.new`, JSON.stringify(env), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return () => {
    rmSync(file, { force: true });
  };
}

/** Environment of the service that runs on this data folder; undefined when none was left or it cannot be read. */
export function rememberedEnvironment(dataDir: string): Readonly<Record<string, string>> | undefined {
  try {
    return environment.parse(JSON.parse(readFileSync(join(dataDir, FILE), 'utf8')));
  } catch {
    return undefined;
  }
}
