import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

const TRACE_PARENT = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}$/u;
export const TRACE_HEADER = 'x-trace-id';

/** The caller's W3C trace id, or a new one; sent back, logged and quoted in problems. */
export function traceIdOf(request: IncomingMessage, response: ServerResponse): string {
  const sent = response.getHeader(TRACE_HEADER);
  if (typeof sent === 'string') return sent;
  const parent = request.headers['traceparent'];
  const id = (typeof parent === 'string' ? TRACE_PARENT.exec(parent)?.[1] : undefined) ?? randomBytes(16).toString('hex');
  response.setHeader(TRACE_HEADER, id);
  return id;
}
