import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { BodyReader } from './body-reader.js';

type Sent = PassThrough & Pick<IncomingMessage, 'headers'>;

const request = (headers: IncomingMessage['headers'] = {}): Sent => Object.assign(new PassThrough(), { headers });
const read = (reader: BodyReader, sent: Sent, owner = 'shop'): ReturnType<BodyReader['read']> => reader.read(sent as unknown as IncomingMessage, owner);
const arrived = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Far longer than any test. */
const NEVER = 3_600_000;

describe('BodyReader', () => {
  let reader: BodyReader;

  beforeEach(() => {
    reader = new BodyReader({ most: 10, mostHeld: 15, mostHeldEach: 12, longestMs: NEVER });
  });

  it('gives what was sent, in any pieces, up to the limit', async () => {
    const sent = request({ 'content-length': '10' });
    const body = read(reader, sent);
    sent.write('12345');
    sent.end('67890');
    expect(String(await body)).toBe('1234567890');
    const empty = request();
    empty.end();
    expect(await read(reader, empty)).toEqual(Buffer.alloc(0));
  });

  it('does not read what is announced as too large, and stops where an unannounced one becomes so', async () => {
    expect(await read(reader, request({ 'content-length': '11' }))).toBe('too_large');
    const sent = request();
    const body = read(reader, sent);
    sent.write('12345');
    sent.write('678901');
    expect(await body).toBe('too_large');
    sent.write('and more, which nobody keeps');
    await arrived();
    expect(sent.readableLength).toBe(0);
  });

  it('takes no more at once than the memory may hold, and gives back what it held', async () => {
    const [first, second] = [request(), request()];
    const [one, other] = [read(reader, first, 'shop'), read(reader, second, 'another shop')];
    first.write('1234567890');
    await arrived();
    second.write('123456');
    expect(await other).toBe('busy');
    first.end();
    expect(String(await one)).toBe('1234567890');
    const third = request();
    third.end('1234567890');
    expect(String(await read(reader, third))).toBe('1234567890');
  });

  it('gives nobody so much of it that nothing is left for others', async () => {
    const [first, second, third] = [request(), request(), request()];
    const [one, more, other] = [read(reader, first), read(reader, second), read(reader, third, 'another shop')];
    first.write('1234567890');
    await arrived();
    second.write('123');
    expect(await more).toBe('busy');
    third.end('12345');
    expect(String(await other)).toBe('12345');
    first.end();
    await one;
  });

  it('does not wait for a sender who never comes to an end', async () => {
    const impatient = new BodyReader({ most: 10, mostHeld: 15, mostHeldEach: 12, longestMs: 10 });
    const sent = request();
    const body = read(impatient, sent);
    sent.write('1234567890');
    expect(await body).toBe('slow');
    const next = request();
    next.end('1234567890');
    expect(String(await read(impatient, next))).toBe('1234567890');
  });

  it('notices a sender who hangs up, before or while it reads', async () => {
    const early = request();
    early.destroy();
    expect(await read(reader, early)).toBe('gone');
    const late = request();
    const body = read(reader, late);
    late.write('123');
    late.destroy(new Error('ECONNRESET'));
    expect(await body).toBe('gone');
  });
});
