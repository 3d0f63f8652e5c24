import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { endWithUs } from '#tools/guard.js';
import { createDatabase, dropDatabase } from '#tools/postgres/database.js';
import { Problem } from '#tools/problem.js';
import { endProcess } from '#tools/processes.js';
import { projectRoot } from '#tools/project.js';
import { ask, askOne } from '../measure/database.js';
import type { Message } from '../load/post.js';
import { measureAnswers, warmUp, type Answers } from './answers.js';

type BareInput = { readonly messages: readonly Message[]; readonly perSecond: number; readonly serverUrl: string; readonly postgresPid: number };

async function onServer(databaseUrl: string | null, { messages, perSecond, serverUrl, postgresPid }: BareInput): Promise<Answers> {
  const env = { ...process.env, ...(databaseUrl === null ? {} : { BARE_DATABASE: databaseUrl }) };
  const child = spawn(process.execPath, [join(projectRoot(), 'dist/bench/webhooks/bare-server.js')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  endWithUs(child);
  const { pid } = child;
  if (pid === undefined) throw new Problem('The bare server could not be started.');
  try {
    const [port] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const address = `http://127.0.0.1:${port}/hook`;
    await warmUp(address, messages, perSecond);
    // What was only warming up must not be counted.
    if (databaseUrl !== null) await ask(databaseUrl, 'truncate delivery');
    return await measureAnswers({ address, messages, perSecond, pids: { receiver: pid, postgres: postgresPid }, databaseUrl: serverUrl });
  } finally {
    await endProcess(pid, 'SIGTERM');
  }
}

/** The same deliveries to a server that does nothing, and to one that inserts each; on the same machine and database server. */
export async function measureBare(input: BareInput): Promise<{ readonly bare: Answers; readonly insert: Answers; readonly inserted: number }> {
  const bare = await onServer(null, input);
  const name = `bare_${randomUUID().slice(0, 8)}`;
  const url = await createDatabase(input.serverUrl, name);
  try {
    await ask(url, 'create table delivery (id bigint generated always as identity primary key, received_at timestamptz not null default now(), body text not null)');
    const insert = await onServer(url, input);
    const { count } = await askOne<{ count: number }>(url, 'select count(*)::int as count from delivery');
    return { bare, insert, inserted: count };
  } finally {
    await dropDatabase(input.serverUrl, name);
  }
}
