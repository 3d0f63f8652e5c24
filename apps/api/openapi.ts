import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { currentDocument, documentText } from './documentation.js';
import { run } from './commands/openapi-write.js';

/** Writes docs/openapi.json, or with `--check` says whether the committed one is that of the routes. */
async function main(): Promise<void> {
  if (!process.argv.includes('--check')) {
    await run([]);
    return;
  }
  const current = documentText(await currentDocument());
  const committed = readFileSync(join(process.cwd(), 'docs', 'openapi.json'), 'utf8');
  if (committed === current) return;
  process.stderr.write('docs/openapi.json is not that of the routes. Run: npm run cli -- openapi write\n');
  process.exitCode = 1;
}

await main();
