import { Failure } from '#libs/domain/failure.js';
import type { HttpRequest } from '#libs/http/http-client.js';
import { BaseLinkerClient } from '../baselinker.client.js';

export const TOKEN = '9001-70001-INVENTED';

/** What a scripted platform answers: an envelope, or a body as it stands. */
export type Script = (method: string, parameters: Readonly<Record<string, unknown>>) => object | string;

export type FakeAccount = {
  readonly client: BaseLinkerClient;
  readonly sent: HttpRequest[];
  readonly asked: { readonly method: string; readonly parameters: Readonly<Record<string, unknown>> }[];
  readonly held: { readonly ms: number; readonly reason: string }[];
};

/** An account without a network: every request is answered by the script. */
export function fakeAccount(script: Script, { nowMs = Date.parse('2026-01-15T10:00:00Z'), status = 200, token = TOKEN } = {}): FakeAccount {
  const sent: HttpRequest[] = [];
  const asked: FakeAccount['asked'] = [];
  const held: { readonly ms: number; readonly reason: string }[] = [];
  const client = new BaseLinkerClient({
    credentials: { token, endpoint: 'https://api.baselinker.com' },
    nowMs: () => nowMs,
    hold: (ms, reason) => {
      held.push({ ms, reason });
      return Promise.reject(new Failure({ kind: 'rate_limited', message: { pl: 'Przerwa.', en: 'A pause.' }, retryAfterMs: ms }));
    },
    http: {
      request: (request) => {
        sent.push(request);
        const form = new URLSearchParams(String(request.body));
        const [method, parameters] = [form.get('method') ?? '', JSON.parse(form.get('parameters') ?? 'null') as Readonly<Record<string, unknown>>];
        asked.push({ method, parameters });
        const answer = script(method, parameters);
        const body = typeof answer === 'string' ? answer : JSON.stringify('status' in answer ? answer : { status: 'SUCCESS', ...answer });
        return Promise.resolve({ status, headers: {}, body: Buffer.from(body), requestedMs: nowMs });
      },
    },
  });
  return { client, sent, asked, held };
}
