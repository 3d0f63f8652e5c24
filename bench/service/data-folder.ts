import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An empty folder for throw-away data. Under root PostgreSQL runs as another account, which must be able to pass. */
export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sztafeta-bench-'));
  chmodSync(folder, 0o755);
  return folder;
}
