import type { IncomingMessage } from 'node:http';

/** `too_large`: over the limit. `busy`: too much is being read at once. `slow`: it took too long. `gone`: the sender hung up. */
export type BodyResult = Buffer | 'too_large' | 'busy' | 'slow' | 'gone';

export type BodyLimits = {
  /** Most bytes of one body. */
  readonly most: number;
  /** Most bytes of all bodies that are being read; together they must not fill the memory. */
  readonly mostHeld: number;
  /** The share of one owner: whoever knows one address must not shut out all the others. */
  readonly mostHeldEach: number;
  /** Longest a body may take to arrive, ms. */
  readonly longestMs: number;
};

/** Reads bodies of known limits, without the parsers of the rest of the API. */
export class BodyReader {
  private held = 0;
  private readonly heldBy = new Map<string, number>();

  constructor(private readonly limits: BodyLimits) {}

  /** What is not read on is discarded as it arrives, so that the sender gets to read the answer. Never rejects. */
  async read(request: IncomingMessage, owner: string): Promise<BodyResult> {
    if (Number(request.headers['content-length'] ?? 0) > this.limits.most) return 'too_large';
    // Hung up, or read by somebody else, before anybody listened here: no event would come any more.
    if (request.destroyed || request.readableEnded) return 'gone';
    const chunks: Buffer[] = [];
    let size = 0;
    return await new Promise<BodyResult>((resolve) => {
      const settle = (result: BodyResult): void => {
        clearTimeout(timer);
        request.off('data', take).off('end', finish).off('close', leave).off('error', leave);
        // Nobody listens any more; an error without a listener would end the process.
        request.on('error', () => undefined).resume();
        this.hold(owner, -size);
        resolve(result);
      };
      const take = (chunk: Buffer): void => {
        size += chunk.length;
        this.hold(owner, chunk.length);
        chunks.push(chunk);
        if (size > this.limits.most) settle('too_large');
        else if (this.held > this.limits.mostHeld || (this.heldBy.get(owner) ?? 0) > this.limits.mostHeldEach) settle('busy');
      };
      const finish = (): void => settle(Buffer.concat(chunks, size));
      const leave = (): void => settle('gone');
      const timer = setTimeout(() => settle('slow'), this.limits.longestMs);
      request.on('data', take).once('end', finish).once('close', leave).once('error', leave);
    });
  }

  private hold(owner: string, bytes: number): void {
    this.held += bytes;
    const held = (this.heldBy.get(owner) ?? 0) + bytes;
    if (held === 0) this.heldBy.delete(owner);
    else this.heldBy.set(owner, held);
  }
}
