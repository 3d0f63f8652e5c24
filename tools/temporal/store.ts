import { createHash, randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** sha256 as lower-case hex. */
export function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Throws unless the content is exactly what was pinned. */
export function requireHash(content: Uint8Array, expected: string, what: string): void {
  const actual = sha256(content);
  if (actual !== expected) throw new Error(`${what} has sha256 ${actual}, expected ${expected}; it is not used`);
}

/**
 * Puts a program into the cache. Written beside its place and renamed, so that processes doing the same at once, or killed
 * half-way, never leave or see half a file.
 */
export function storeProgram(target: string, content: Uint8Array): void {
  mkdirSync(dirname(target), { recursive: true });
  const unfinished = `${target}.${randomUUID()}`;
  try {
    writeFileSync(unfinished, content);
    chmodSync(unfinished, 0o755);
    renameSync(unfinished, target);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** Runs `work` with an empty folder below `parent` that is removed afterwards. */
export async function inScratchFolder<T>(parent: string, work: (folder: string) => Promise<T>): Promise<T> {
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'scratch-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
