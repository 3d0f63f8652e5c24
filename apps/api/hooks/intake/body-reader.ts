import type { IncomingMessage } from 'node:http';

/** `too_large`: over the limit. `busy`: too much is being read at once. `gone`: the sender hung up. */
export type BodyResult = Buffer | 'too_large' | 'busy' | 'gone';

export type BodyLimits = {
  /** Most bytes of one body. */
  readonly most: number;
  /** Most bytes of all bodies that are being read; together they must not fill the memory. */
  readonly mostHeld: number;
};

/** Reads bodies of known limits, without the parsers of the rest of the API. */
export class BodyReader {
  private held = 0;

  constructor(private readonly limits: BodyLimits) {}

  /** What is not read on is discarded as it arrives, so that the sender gets to read the answer. Never rejects. */
  async read(request: IncomingMessage): Promise<BodyResult> {
    if (Number(request.headers['content-length'] ?? 0) > this.limits.most) return 'too_large';
    // Hung up, or read by somebody else, before anybody listened here: no event would come any more.
    if (request.destroyed || request.readableEnded) return 'gone';
    const chunks: Buffer[] = [];
    let size = 0;
    return await new Promise<BodyResult>((resolve) => {
      const settle = (result: BodyResult): void => {
        request.off('data', take).off('end', finish).off('close', leave).off('error', leave);
        // Nobody listens any more; an error without a listener would end the process.
        request.on('error', () => undefined).resume();
        this.held -= size;
        resolve(result);
      };
      const take = (chunk: Buffer): void => {
        size += chunk.length;
        this.held += chunk.length;
        chunks.push(chunk);
        if (size > this.limits.most) settle('too_large');
        else if (this.held > this.limits.mostHeld) settle('busy');
      };
      const finish = (): void => settle(Buffer.concat(chunks, size));
      const leave = (): void => settle('gone');
      request.on('data', take).once('end', finish).once('close', leave).once('error', leave);
    });
  }
}
