import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDataDirInUse } from './data-lock.js';
import { withLifetime } from './lifetime.js';
import type { Lifetime } from './lifetime.js';
import { Problem, runMain } from './problem.js';
import { projectRoot } from './project.js';
import { rememberedEnvironment } from './service-environment.js';
import { startStack } from './stack.js';

/** A command: where its code is and what it needs. */
interface Command {
  readonly help: string;
  /** Below dist; exports `run(args: readonly string[]): Promise<void>`. */
  readonly file: string;
  readonly needsDatabase: boolean;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  'admin-key create': { help: 'make a new admin API key and print it once', file: 'apps/api/commands/admin-key-create.js', needsDatabase: true },
  'secrets rotate': { help: 'encrypt all stored secrets with the newest master key', file: 'apps/api/commands/secrets-rotate.js', needsDatabase: true },
  'openapi write': { help: 'write the OpenAPI document of this version into docs', file: 'apps/api/commands/openapi-write.js', needsDatabase: false },
};

function helpText(): string {
  const lines = Object.entries(COMMANDS).map(([name, command]) => `  ${name.padEnd(18)} ${command.help}`);
  return [
    'Usage: npm run cli -- <command> [options]',
    '',
    ...lines,
    '',
    'Commands use DATABASE_URL, else the service that runs from this folder, else its data in .data (SZTAFETA_DATA_DIR).',
  ].join('\n');
}

function hasRun(module: unknown): module is { readonly run: (args: readonly string[]) => Promise<void> } {
  return typeof module === 'object' && module !== null && 'run' in module && typeof module.run === 'function';
}

/** Sets the environment a command needs to reach the database; starts the embedded one when nothing runs. */
async function reachDatabase(lifetime: Lifetime): Promise<void> {
  if (process.env['DATABASE_URL']) return;
  const dataDir = resolve(process.env['SZTAFETA_DATA_DIR'] || join(projectRoot(), '.data'));
  const running = isDataDirInUse(dataDir) ? rememberedEnvironment(dataDir) : undefined;
  process.env['SZTAFETA_MASTER_KEY_FILE'] ||= join(dataDir, 'master.key');
  if (running !== undefined) {
    for (const [name, value] of Object.entries(running)) process.env[name] ??= value;
    return;
  }
  const log = (line: string): void => {
    console.error(line);
  };
  const stack = await startStack({ dataDir, lifetime, log, embedded: { postgres: true, temporal: false } });
  process.env['DATABASE_URL'] = stack.databaseUrl;
}

async function main(): Promise<void> {
  const [group = '', action = '', ...args] = process.argv.slice(2);
  if (['', 'help', '--help', '-h'].includes(group)) {
    console.log(helpText());
    return;
  }
  const command = COMMANDS[`${group} ${action}`];
  if (command === undefined) throw new Problem(`"${`${group} ${action}`.trim()}" is not a command.\n\n${helpText()}`);
  const file = join(projectRoot(), 'dist', command.file);
  if (!existsSync(file)) throw new Problem(`The command "${group} ${action}" is not part of this version (${command.file} is missing).`);
  await withLifetime(console.error, async (lifetime) => {
    if (command.needsDatabase) await reachDatabase(lifetime);
    const module: unknown = await import(pathToFileURL(file).href);
    if (!hasRun(module)) throw new Problem(`${command.file} has no function "run".`);
    await module.run(args);
  });
}

await runMain(main);
