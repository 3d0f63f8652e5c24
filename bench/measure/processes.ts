import { readFileSync, readdirSync } from 'node:fs';
import { Problem } from '#tools/problem.js';

/** Linux counts CPU time in hundredths of a second on every usual architecture. */
const TICKS_PER_SECOND = 100;

type Stat = { readonly pid: number; readonly parent: number; readonly own: number; readonly ended: number };

/** Fields of /proc/<pid>/stat behind the name, which may itself hold blanks and brackets; undefined when the process is gone. */
function readStat(pid: number): Stat | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ').map(Number);
  const at = (index: number): number => fields[index] ?? 0;
  return { pid, parent: at(1), own: at(11) + at(12), ended: at(13) + at(14) };
}

/** @throws Problem where there is no /proc */
export function requireProc(): void {
  if (readStat(process.pid) === undefined) throw new Problem('The benchmark reads CPU time and memory from /proc: run it on Linux.');
}

function tree(root: number): Stat[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/u.test(name)).flatMap((name) => readStat(Number(name)) ?? []);
  const wanted = new Set([root]);
  // Children have been started after their parents, but pids wrap around: repeat until nothing is added.
  for (let size = 0; size !== wanted.size; ) {
    size = wanted.size;
    for (const stat of all) if (wanted.has(stat.parent)) wanted.add(stat.pid);
  }
  return all.filter((stat) => wanted.has(stat.pid));
}

/** CPU seconds a process and all its descendants have used, ended and waited-for ones included. */
export function cpuSeconds(root: number): number {
  return tree(root).reduce((sum, stat) => sum + stat.own + stat.ended, 0) / TICKS_PER_SECOND;
}

function statusMb(pid: number, field: 'VmHWM' | 'VmRSS'): number {
  try {
    const kb = new RegExp(`^${field}:\\s+(\\d+) kB`, 'mu').exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1];
    return Number(kb ?? 0) / 1_024;
  } catch {
    return 0;
  }
}

/** Highest memory of the process since its start, MB. */
export const peakRssMb = (pid: number): number => statusMb(pid, 'VmHWM');
/** Present memory, MB. */
export const rssMb = (pid: number): number => statusMb(pid, 'VmRSS');
