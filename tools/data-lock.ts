import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem, codeOf } from './problem.js';
import { commandLine } from './processes.js';

const LOCK_FILE = 'running.pid';

interface Holder {
  readonly pid: number;
  readonly command: string;
}

function readHolder(file: string): Holder | undefined {
  try {
    const [pid, ...command] = readFileSync(file, 'utf8').split('\n');
    return { pid: Number(pid), command: command.join('\n') };
  } catch {
    return undefined;
  }
}

function isRunning(holder: Holder | undefined): holder is Holder {
  return holder !== undefined && commandLine(holder.pid) === holder.command;
}

/** True while a program holds the lock of this data folder. */
export function isDataDirInUse(dataDir: string): boolean {
  return isRunning(readHolder(join(dataDir, LOCK_FILE)));
}

/**
 * Keeps a second program off the data folder: without this it would take the first one's database server for a leftover
 * and end it. A lock whose process is gone, or whose pid now belongs to another program, is taken over.
 * @returns the function that gives the lock back
 * @throws Problem when a running program holds it
 */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, LOCK_FILE);
  const mine = `${process.pid}\n${commandLine(process.pid) ?? ''}`;
  for (;;) {
    try {
      writeFileSync(file, mine, { flag: 'wx' });
      return () => {
        rmSync(file, { force: true });
      };
    } catch (thrown) {
      if (codeOf(thrown) !== 'EEXIST') throw thrown;
    }
    const holder = readHolder(file);
    if (isRunning(holder)) {
      throw new Problem(`Sztafeta already runs with the data in ${dataDir} (process ${holder.pid}); stop it, or set SZTAFETA_DATA_DIR to another folder.`);
    }
    rmSync(file, { force: true });
  }
}
