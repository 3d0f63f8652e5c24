import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { superviseChild } from './children.js';
import type { ChildSpec } from './children.js';
import { anyFreePort } from './ports.js';
import { isAlive, signal, waitUntil } from './processes.js';
import { projectRoot } from './project.js';

const PATIENCE_MS = 30_000;
const HEALTHY = `
require('node:http').createServer((request, response) => response.writeHead(request.url === '/health/ready' ? 200 : 404).end()).listen(process.env.PORT);
console.log('{"msg":"a log line"}');
console.log('for your eyes only');
process.on('SIGTERM', () => process.exit(0));
`;

describe('supervised children', () => {
  let folder: string;
  const said: string[] = [];
  const log = (line: string): void => {
    said.push(line);
  };

  beforeEach(() => {
    said.length = 0;
    folder = mkdtempSync(join(tmpdir(), 'sztafeta-children-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function specFor(source: string): Promise<ChildSpec> {
    const script = join(folder, 'child.cjs');
    writeFileSync(script, source);
    const port = await anyFreePort();
    const healthUrl = `http://127.0.0.1:${port}/health/ready`;
    return { name: 'worker', script, env: { PORT: String(port) }, healthUrl, logFile: join(folder, 'log', 'worker.log'), firstPauseMs: 10 };
  }

  it('are ready when their health says so; log lines go to the file, the rest to the terminal', async () => {
    const spec = await specFor(HEALTHY);
    const child = await superviseChild(spec, log);
    try {
      expect((await fetch(spec.healthUrl ?? '')).status).toBe(200);
      expect(await waitUntil(() => said.length > 0, PATIENCE_MS)).toBe(true);
    } finally {
      await child.stop();
    }
    expect(said).toEqual(['[worker] for your eyes only']);
    expect(await waitUntil(() => readFileSync(spec.logFile, 'utf8') === '{"msg":"a log line"}\n', PATIENCE_MS)).toBe(true);
    expect(child.restarts()).toBe(0);
  });

  it('are started again after kill -9, and not after a wanted stop', async () => {
    const spec = await specFor(HEALTHY);
    const child = await superviseChild(spec, log);
    const first = child.pid() ?? 0;
    signal(first, 'SIGKILL');
    expect(await waitUntil(() => child.restarts() === 1 && child.pid() !== undefined, PATIENCE_MS)).toBe(true);
    const second = child.pid() ?? 0;
    expect(second).not.toBe(first);
    expect(said.some((line) => line.startsWith('The worker ended unexpectedly (signal SIGKILL)'))).toBe(true);
    await child.stop();
    expect(isAlive(second)).toBe(false);
    expect(child.restarts()).toBe(1);
  });

  it('that end before they are ready are a problem with their last words', async () => {
    const spec = await specFor('console.error("no database"); process.exit(3);');
    await expect(superviseChild(spec, log)).rejects.toThrow(/The worker ended at once \(exit code 3\)/);
  });

  it('do not outlive a parent that is killed with kill -9', async () => {
    const spec = await specFor(HEALTHY);
    const parent = join(folder, 'parent.mjs');
    const pidFile = join(folder, 'child.pid');
    const module = JSON.stringify(join(projectRoot(), 'tools', 'children.ts'));
    writeFileSync(
      parent,
      `import { writeFileSync } from 'node:fs';
      const { superviseChild } = await import(${module});
      const child = await superviseChild(${JSON.stringify(spec)}, () => undefined);
      writeFileSync(${JSON.stringify(pidFile)}, String(child.pid()));`,
    );
    const hooks = join(projectRoot(), 'test', 'setup', 'native-typescript.ts');
    const started = spawn(process.execPath, ['--no-warnings', '--import', hooks, parent], { stdio: ['ignore', 'ignore', 'pipe'] });
    let complaint = '';
    started.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    let childPid = 0;
    const readPid = (): boolean => {
      try {
        childPid = Number(readFileSync(pidFile, 'utf8'));
      } catch {
        return started.exitCode !== null;
      }
      return childPid > 1;
    };
    expect(await waitUntil(readPid, PATIENCE_MS)).toBe(true);
    expect(complaint).toBe('');
    expect(isAlive(childPid)).toBe(true);
    started.kill('SIGKILL');
    expect(await waitUntil(() => !isAlive(childPid), PATIENCE_MS)).toBe(true);
  });
});
