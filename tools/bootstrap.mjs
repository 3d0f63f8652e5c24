/**
 * First step of every npm script: plain JavaScript without dependencies, because nothing is installed or compiled yet.
 * Installs the dependencies when they are missing or the lockfile changed, compiles, then runs the chosen program with the
 * Node version that the dependencies bring.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, rmdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const PROGRAMS = {
  start: 'dist/tools/start.js',
  demo: 'dist/tools/demo/main.js',
  test: 'dist/tools/test.js',
  bench: 'dist/bench/main.js',
  cli: 'dist/tools/cli.js',
};
const OLDEST_NODE = 20;
const SLOW_MS = 2_000;
const REPEAT_MS = 10_000;
const LOCK_POLL_MS = 200;
const LOCK_SILENCE_MS = 20_000;

/** Ends with one sentence and no stack trace. */
class Obstacle extends Error {}

// Standard error: standard output belongs to the program, whose last line may be read by another one.
const say = (line) => process.stderr.write(`${line}\n`);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function withProgress(label, work) {
  const start = Date.now();
  let spoken = false;
  const speak = () => {
    spoken = true;
    say(`${label}: still working, ${Math.round((Date.now() - start) / 1_000)} s`);
  };
  const first = setTimeout(speak, SLOW_MS);
  const next = setInterval(speak, REPEAT_MS);
  try {
    const result = await work();
    if (spoken) say(`${label}: done after ${Math.round((Date.now() - start) / 1_000)} s`);
    return result;
  } finally {
    clearTimeout(first);
    clearInterval(next);
  }
}

function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

/** True when the process runs; its pid may meanwhile belong to another program, which is why a lock also needs a sign of life. */
function isAlive(pid) {
  try {
    return pid > 1 && process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** The owner is gone, or gave no sign of life for some time. */
function isAbandoned(lock) {
  const touched = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
  if (touched === undefined) return false;
  if (Date.now() - touched > LOCK_SILENCE_MS) return true;
  try {
    return !isAlive(Number(readFileSync(join(lock, 'pid'), 'utf8') || process.pid));
  } catch {
    // Its owner is between two steps.
    return false;
  }
}

/** One process at a time installs or compiles; an abandoned lock is taken over. */
async function withLock(work) {
  const lock = join(ROOT, '.cache', 'bootstrap.lock');
  mkdirSync(dirname(lock), { recursive: true });
  let told = false;
  for (;;) {
    try {
      mkdirSync(lock);
      writeFileSync(join(lock, 'pid'), String(process.pid));
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isAbandoned(lock)) {
      // Renamed first: of several waiting processes only one can move it away.
      const gone = `${lock}.${process.pid}`;
      try {
        renameSync(lock, gone);
      } catch {
        continue;
      }
      rmSync(gone, { recursive: true, force: true });
      continue;
    }
    if (!told) say('Another start of Sztafeta is installing or compiling in this folder; waiting for it.');
    told = true;
    await pause(LOCK_POLL_MS);
  }
  const signOfLife = setInterval(() => utimesSync(lock, new Date(), new Date()), LOCK_SILENCE_MS / 10);
  try {
    return await work();
  } finally {
    clearInterval(signOfLife);
    rmSync(lock, { recursive: true, force: true });
  }
}

function lockfileHash() {
  return createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json'))).digest('hex');
}

const MARKER = join(ROOT, 'node_modules', '.sztafeta-lockfile');

/** True when node_modules holds what the lockfile says; one made by hand with npm is recognised by npm's own record. */
function isInstalled() {
  if (!existsSync(join(ROOT, 'node_modules', '.bin', 'node'))) return false;
  if (existsSync(MARKER)) return readFileSync(MARKER, 'utf8') === lockfileHash();
  const record = join(ROOT, 'node_modules', '.package-lock.json');
  return existsSync(record) && statSync(record).mtimeMs >= statSync(join(ROOT, 'package-lock.json')).mtimeMs;
}

async function install() {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  if (spawnSync(npm, ['--version'], { stdio: 'ignore', shell: process.platform === 'win32' }).status !== 0) {
    throw new Obstacle('npm is missing: install Node.js 20 or newer together with npm, then run this again.');
  }
  say('Installing dependencies (npm ci)');
  // As a script of npm this process inherits npm's settings for the outer run; they must not change the inner one.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(lifecycle|package|command|config_local_prefix)/.test(name)));
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, output } = await withProgress('Installing dependencies', () => run(npm, args, { env, shell: process.platform === 'win32' }));
  if (code !== 0) throw new Obstacle(`npm could not install the dependencies: check the connection to your package registry, then run this again.\n${output.trim()}`);
  if (!existsSync(join(ROOT, 'node_modules', '.bin', 'node'))) {
    throw new Obstacle('npm left out the Node runtime of the dependencies: allow install scripts ("npm config set ignore-scripts false"), then run "npm ci".');
  }
  writeFileSync(MARKER, lockfileHash());
}

const SOURCE_FOLDERS = ['apps', 'libs', 'workflows', 'tools', 'bench', 'test'];

/** Removes compiled files whose source is gone: a deleted migration or connector must not live on, nor be found by an import. */
function removeStale(folder) {
  let left = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      left += removeStale(path) ? 0 : 1;
      continue;
    }
    const source = join(ROOT, relative(join(ROOT, 'dist'), path)).replace(/\.js(\.map)?$/, '.ts');
    if (/\.js(\.map)?$/.test(entry.name) && !existsSync(source)) rmSync(path, { force: true });
    else left += 1;
  }
  if (left === 0) rmdirSync(folder);
  return left === 0;
}

async function compile() {
  for (const folder of SOURCE_FOLDERS) {
    const path = join(ROOT, 'dist', folder);
    if (existsSync(path)) removeStale(path);
  }
  const compiler = join(ROOT, 'node_modules', '.bin', 'tsc');
  const { code, output } = await withProgress('Compiling', () => run(compiler, ['-p', 'tsconfig.json', '--pretty', 'false'], { shell: process.platform === 'win32' }));
  if (code !== 0) {
    const errors = output.split('\n').filter((line) => line.includes('error TS')).length;
    throw new Obstacle(`the sources do not compile (${errors} errors):\n${output.trim()}`);
  }
}

/** Runs the program to its end; signals go on to it, and its end is ours. */
function runProgram(file, args) {
  const node = join(ROOT, 'node_modules', '.bin', 'node');
  return new Promise((resolve, reject) => {
    const child = spawn(node, ['--enable-source-maps', join(ROOT, file), ...args], {
      stdio: 'inherit',
      cwd: ROOT,
      // Tells the program to end when this process is gone, killed in whatever way.
      env: { ...process.env, SZTAFETA_BOOTSTRAP_PID: String(process.pid) },
    });
    child.once('error', reject);
    // A terminal sends Ctrl-C to the whole group: the child has it already, and this process only has to outlive it.
    process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
    for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

async function main() {
  const [name, ...rest] = process.argv.slice(2);
  const args = rest[0] === '--' ? rest.slice(1) : rest;
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    throw new Obstacle(`Node.js ${process.versions.node} is too old: install version ${OLDEST_NODE} or newer, then run this again.`);
  }
  const file = Object.hasOwn(PROGRAMS, name ?? '') ? PROGRAMS[name] : undefined;
  if (file === undefined) throw new Obstacle(`"${name ?? ''}" is not a program of Sztafeta: choose one of ${Object.keys(PROGRAMS).join(', ')}.`);
  await withLock(async () => {
    if (!isInstalled()) await install();
    await compile();
  });
  if (!existsSync(join(ROOT, file))) throw new Obstacle(`${file} does not exist in this version.`);
  process.exitCode = await runProgram(file, args);
}

try {
  await main();
} catch (error) {
  say(error instanceof Obstacle ? `\nsztafeta: ${error.message}` : `\nsztafeta: unexpected: ${error.stack}`);
  process.exitCode = 1;
}
