/**
 * The relay somebody writes in an afternoon: a call for each purchase, several in flight, repeated when it fails, and nothing
 * remembered. Takes its task from LOOP_TASK, prints one line of JSON.
 */
import { createHash } from 'node:crypto';
import { request } from 'undici';
import { customerRecord, emailOf, expectedEvent, type Dates } from '../people.js';

export type LoopTask = {
  readonly account: { readonly url: string; readonly clientId: string; readonly apiSecret: string; readonly owner: string };
  readonly kind: 'events' | 'contacts';
  readonly count: number;
  readonly people: number;
  readonly code: string;
  readonly dates: Dates;
  readonly inFlight: number;
  /** Calls of one record at most; 1: no repeats. */
  readonly tries: number;
  /** Sends what fits into it. */
  readonly mostSeconds: number;
};

export type LoopResult = { readonly sent: number; readonly calls: number; readonly failedCalls: number; readonly givenUp: number; readonly seconds: number };

const BATCH = 50;

const task = JSON.parse(process.env['LOOP_TASK'] ?? '{}') as LoopTask;
const { account, count, people, code, dates } = task;
const apiKey = 'loop';
const sha = createHash('sha1').update(`${apiKey}${account.clientId}${account.apiSecret}`).digest('hex');
const result = { sent: 0, calls: 0, failedCalls: 0, givenUp: 0 };

async function call(path: string, body: object): Promise<void> {
  result.calls += 1;
  const signed = { clientId: account.clientId, apiKey, requestTime: Date.now(), sha, owner: account.owner, ...body };
  const answer = await request(`${account.url}/api/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(signed) });
  const { success } = (await answer.body.json()) as { success?: boolean };
  if (success !== true) throw new Error('refused');
}

async function stubbornly(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch {
      result.failedCalls += 1;
      if (attempt >= task.tries) {
        result.givenUp += 1;
        return;
      }
    }
  }
}

function sendEvent(index: number): Promise<void> {
  const { email, date, type, value, products, location, externalId } = expectedEvent(index, people, code, dates);
  return call('v2/contact/addContactExtEvent', { email, forceOptIn: false, contactEvent: { date, contactExtEventType: type, value, products, location, externalId } });
}

function contactOf(index: number): object {
  const { firstName, lastName, company, phones, externalId } = customerRecord(index, dates, true);
  return { contact: { email: emailOf(index), name: `${firstName ?? ''} ${lastName ?? ''}`, company, phone: phones[0], externalId }, tags: ['rejestracja'] };
}

const sendContacts = (index: number): Promise<void> =>
  call('contact/batchupsertv2', { upsertDetails: Array.from({ length: Math.min(BATCH, count - index) }, (_, at) => contactOf(index + at)), useApiDoubleOptIn: false, fireEvents: false });

const step = task.kind === 'contacts' ? BATCH : 1;
const startedAt = performance.now();
let next = 0;
await Promise.all(Array.from({ length: task.inFlight }, async () => {
  while (next < count && performance.now() - startedAt < 1_000 * task.mostSeconds) {
    const index = next;
    next += step;
    await stubbornly(() => (task.kind === 'contacts' ? sendContacts(index) : sendEvent(index)));
    result.sent += Math.min(step, count - index);
  }
}));
process.stdout.write(`${JSON.stringify({ ...result, seconds: (performance.now() - startedAt) / 1_000 } satisfies LoopResult)}\n`);
