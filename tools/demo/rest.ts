import { Problem } from '../problem.js';

type Body = Readonly<Record<string, unknown>>;

/** A small client of the public REST API: the demo does nothing a user could not do with curl. */
export class Rest {
  constructor(
    private readonly base: string,
    private readonly key: string,
  ) {}

  get<T>(path: string): Promise<T> {
    return this.call<T>('GET', path);
  }

  post<T>(path: string, body: Body = {}): Promise<T> {
    return this.call<T>('POST', path, body);
  }

  put<T>(path: string, body: Body): Promise<T> {
    return this.call<T>('PUT', path, body);
  }

  private async call<T>(method: string, path: string, body?: Body): Promise<T> {
    const answer = await fetch(`${this.base}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.key}`, 'content-type': 'application/json', 'accept-language': 'en' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Problem(`${method} ${path} answered ${answer.status}: ${text.slice(0, 600)}`);
    return JSON.parse(text) as T;
  }
}
