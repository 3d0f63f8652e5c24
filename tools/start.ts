import { resolve } from 'node:path';
import { withLifetime } from './lifetime.js';
import { Problem, runMain } from './problem.js';
import { projectRoot } from './project.js';
import { startService } from './service.js';
import type { Service } from './service.js';

function announce(service: Service, dataDir: string): void {
  const lines = [
    '',
    'Sztafeta is running.',
    `  API          ${service.apiUrl}/api/v1`,
    `  API docs     ${service.docsUrl}`,
    ...(service.stack.temporalUiUrl === undefined ? [] : [`  Temporal UI  ${service.stack.temporalUiUrl}`]),
    `  Data, logs   ${dataDir}`,
    '  First admin key: shown above on the very first start; later make another with "npm run cli -- admin-key create".',
    'Ctrl-C stops everything; the data stay.',
    '',
  ];
  console.log(lines.join('\n'));
}

async function main(): Promise<void> {
  const [unknown] = process.argv.slice(2);
  if (unknown !== undefined) throw new Problem(`npm start takes no argument "${unknown}"; settings come from the environment, see README.md.`);
  const log = (line: string): void => {
    console.log(line);
  };
  const dataDir = resolve(process.env['SZTAFETA_DATA_DIR'] || `${projectRoot()}/.data`);
  await withLifetime(log, async (lifetime) => {
    announce(await startService({ dataDir, lifetime, log }), dataDir);
    await lifetime.untilAsked();
    log('Stopping');
  });
}

await runMain(main);
process.exit();
