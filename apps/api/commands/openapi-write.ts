import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { currentDocument, documentText } from '../documentation.js';

/** Writes the OpenAPI document of this version to docs/openapi.json. */
export async function run(_args: readonly string[]): Promise<void> {
  const file = join(process.cwd(), 'docs', 'openapi.json');
  writeFileSync(file, documentText(await currentDocument()));
  process.stdout.write('docs/openapi.json written\n');
}
