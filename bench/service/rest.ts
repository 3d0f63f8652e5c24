import { Problem } from '#tools/problem.js';

/** An answer that is no success, with the problem document of the service. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly status: number,
    call: string,
    body: string,
  ) {
    super(`${call} answered ${String(status)}: ${body.slice(0, 500)}`);
  }
}

/** The public API as a user calls it. */
export class RestClient {
  constructor(
    private readonly apiUrl: string,
    private readonly key: string,
  ) {}

  /** @throws Refused for any answer but a success */
  async call<Answer>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<Answer> {
    const answer = await fetch(`${this.apiUrl}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.key}`, 'accept-language': 'en', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Refused(answer.status, `${method} ${path}`, text);
    return JSON.parse(text) as Answer;
  }
}

/** Repeats a call while the API cannot be reached or says that a part of it is not there; for runs in which parts are killed. */
export async function patiently<T>(call: () => Promise<T>, limitMs: number, pauseMs = 250): Promise<T> {
  const until = performance.now() + limitMs;
  for (;;) {
    try {
      return await call();
    } catch (thrown) {
      if (thrown instanceof Refused && thrown.status < 500) throw thrown;
      if (performance.now() > until) throw new Problem(`The API did not answer within ${String(Math.round(limitMs / 1_000))} s (${thrown instanceof Error ? thrown.message : String(thrown)}).`);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
