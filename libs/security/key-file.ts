import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const OWNER_ONLY = 0o600;

function isTaken(error: unknown): boolean {
  // By shape: an error of Node itself may come from another realm.
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST';
}

/** The file of master keys, one a line, first is current. */
export class KeyFile {
  #seen = '';

  constructor(readonly path: string) {}

  /** Writes a whole file beside the place and links it there: two processes starting at once agree on one key. */
  createIfMissing(key: string): void {
    // A mounted secret stands in a folder nobody may write to.
    if (existsSync(this.path)) return;
    const draft = this.#draft([key]);
    try {
      linkSync(draft, this.path);
    } catch (error) {
      if (!isTaken(error)) throw error;
    } finally {
      unlinkSync(draft);
    }
  }

  /** The content, or null when the file is the one read last. */
  readIfChanged(): string | null {
    const { ino, mtimeMs, size } = statSync(this.path);
    const mark = `${ino} ${mtimeMs} ${size}`;
    if (mark === this.#seen) return null;
    const text = readFileSync(this.path, 'utf8');
    this.#seen = mark;
    return text;
  }

  lines(): readonly string[] {
    return readFileSync(this.path, 'utf8')
      .split(/[\s,]+/u)
      .filter((line) => line !== '');
  }

  /** Puts other keys in place at one moment: a reader sees the old file or the new one. */
  replace(keys: readonly string[]): void {
    renameSync(this.#draft(keys), this.path);
  }

  #draft(keys: readonly string[]): string {
    mkdirSync(dirname(this.path), { recursive: true });
    const draft = `${this.path}.${randomUUID()}`;
    writeFileSync(draft, `${keys.join('\n')}\n`, { mode: OWNER_ONLY, flag: 'wx' });
    // The mode of writeFile is cut by the umask only; a umask cannot widen it, but a copied one could be narrower.
    chmodSync(draft, OWNER_ONLY);
    return draft;
  }
}
