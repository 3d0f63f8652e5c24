import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import type { InputType, ZlibOptions } from 'node:zlib';
import { errorCode } from './error-code.js';
import { exchangeFailure, failureOf } from './http-failures.js';
import type { Exchange } from './http-failures.js';

type Decode = (input: InputType, options: ZlibOptions) => Promise<Buffer>;

const DECODERS: Readonly<Record<string, Decode>> = {
  gzip: promisify<InputType, ZlibOptions, Buffer>(gunzip),
  'x-gzip': promisify<InputType, ZlibOptions, Buffer>(gunzip),
  deflate: promisify<InputType, ZlibOptions, Buffer>(inflate),
  br: promisify<InputType, ZlibOptions, Buffer>(brotliDecompress),
};

/** A stream of bytes that can be given up. */
export type ByteStream = AsyncIterable<unknown> & { destroy(error?: Error): unknown };

export type BodyLimits = { readonly maxBytes: number; readonly status: number; readonly exchange: Exchange };

function tooLarge(limits: BodyLimits): Error {
  return exchangeFailure('answer_too_large', limits.exchange, `more than ${limits.maxBytes} bytes`, limits.status);
}

/** Reads a stream to its end; what is larger than the limit is given up while it arrives. */
export async function readCapped(stream: ByteStream, limits: BodyLimits): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    // Leaving the loop destroys the stream, and with it the connection.
    if (size > limits.maxBytes) throw tooLarge(limits);
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, size);
}

/**
 * Undoes `Content-Encoding`, one layer only: a small answer that unfolds past the limit (a bomb), or in several layers,
 * is refused.
 */
export async function decodeBody(raw: Buffer, encoding: string, limits: BodyLimits): Promise<Buffer> {
  const name = encoding.trim().toLowerCase();
  if (raw.length === 0 || name === '' || name === 'identity') return raw;
  const decode = DECODERS[name];
  if (decode === undefined) throw exchangeFailure('encoding_broken', limits.exchange, `content encoding ${name.slice(0, 40)}`, limits.status);
  try {
    return await decode(raw, { maxOutputLength: limits.maxBytes });
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limits);
    if (code === 'Z_BUF_ERROR') throw exchangeFailure('answer_cut_off', limits.exchange, 'compressed answer ends early', limits.status);
    if (code.startsWith('Z_') || code.startsWith('ERR_')) {
      throw exchangeFailure('encoding_broken', limits.exchange, code, limits.status);
    }
    throw failureOf(error, limits.exchange, limits.status);
  }
}
