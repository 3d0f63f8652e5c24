import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Log } from './progress.js';

/** Collects what a child says. */
export interface ChildOutput {
  /** Reads a stream of the child. */
  take(stream: Readable): void;
  /** The newest lines, for a message about its end. */
  lastLines(): string;
  /** Closes the log file. */
  end(): void;
}

const REMEMBERED_LINES = 5;

/**
 * JSON lines are the log and go to the file; anything else is meant for the person at the terminal (such as the first admin
 * key, which must not stay in a file) and is only shown.
 */
export function childOutput(name: string, logFile: string, log: Log): ChildOutput {
  mkdirSync(dirname(logFile), { recursive: true });
  const file = createWriteStream(logFile, { flags: 'a', mode: 0o600 });
  file.on('error', () => undefined);
  const newest: string[] = [];
  return {
    take: (stream) => {
      createInterface({ input: stream }).on('line', (line) => {
        if (line.trim() === '') return;
        newest.push(line);
        if (newest.length > REMEMBERED_LINES) newest.shift();
        if (line.startsWith('{')) file.write(`${line}\n`);
        else log(`[${name}] ${line}`);
      });
    },
    lastLines: () => newest.join('\n'),
    end: () => file.end(),
  };
}
