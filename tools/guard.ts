import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * A shell that outlives this process by a moment. It reads "+pid" and "-pid" lines; when its input ends, because this
 * process died in whatever way (kill -9 included), it ends every pid still listed. Node has no way to ask the kernel for
 * that, and a plain exit hook does not run on kill -9.
 */
const SCRIPT = `
pids=""
while read -r line; do
  case "$line" in
    +*) pids="$pids \${line#+}" ;;
    -*) kept=""; for pid in $pids; do [ "$pid" = "\${line#-}" ] || kept="$kept $pid"; done; pids="$kept" ;;
  esac
done
for pid in $pids; do kill -INT "$pid" 2>/dev/null; done
tries=0
while [ $tries -lt 50 ]; do
  alive=""
  for pid in $pids; do kill -0 "$pid" 2>/dev/null && alive="$alive $pid"; done
  [ -z "$alive" ] && exit 0
  tries=$((tries + 1)); sleep 0.1
done
for pid in $alive; do kill -KILL "$pid" 2>/dev/null; done
`;

let guard: ChildProcess | undefined;

function send(line: string): void {
  if (guard === undefined) {
    // Its own session, so that Ctrl-C in the terminal does not end the guard before its work is done.
    guard = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true, cwd: '/' });
    guard.unref();
    if (guard.stdin instanceof Socket) guard.stdin.unref();
    guard.stdin?.on('error', () => undefined);
    guard.once('exit', () => (guard = undefined));
  }
  guard.stdin?.write(`${line}\n`);
}

/** Makes sure that the process ends when this one does; stops watching by itself once it has ended. */
export function endWithUs(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  send(`+${pid}`);
  child.once('exit', () => {
    send(`-${pid}`);
  });
}
