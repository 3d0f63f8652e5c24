import { Pool } from 'undici';

/** What is sent to a receiver of webhooks. */
export type Message = { readonly contentType: string; readonly body: Buffer };

/** More than are under way at a time unless the receiver stands still; then they queue, which counts as waiting. */
const CONNECTIONS = 64;
const TIMEOUT_MS = 30_000;

/** Posts messages to one address over kept connections, as the sender of a platform does. */
export class Poster {
  private readonly pool: Pool;
  private readonly path: string;

  constructor(address: string) {
    const { origin, pathname } = new URL(address);
    this.path = pathname;
    this.pool = new Pool(origin, { connections: CONNECTIONS, headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });
  }

  /** Status of the answer. @throws Error when there is none */
  async post({ contentType, body }: Message): Promise<number> {
    const answer = await this.pool.request({ method: 'POST', path: this.path, headers: { 'content-type': contentType }, body });
    await answer.body.dump();
    return answer.statusCode;
  }

  async close(): Promise<void> {
    await this.pool.close();
  }
}
