/** API v2: paths, the authentication block, the envelope (sheet sections 1 and 2). */
import { failure, htmlAnswer, jsonAnswer, type Answer } from '../answer.js';
import { Refused } from '../refused.js';
import { rowOf, type Row } from '../values.js';
import type { World } from '../world/world.js';
import { authenticate, ownerOf } from './authentication.js';
import { ENDPOINTS } from './endpoints.js';

export type Incoming = {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly contentType: string;
  /** Header `API-KEY`, of v3 only. */
  readonly apiKey: string;
  readonly userAgent: string;
  /** Arrival, real ms. */
  readonly at: number;
};

/** @param endpoint below `/api/` */
export function answerV2(world: World, endpoint: string, { method, body, contentType, at }: Incoming): Answer {
  const found = ENDPOINTS.get(endpoint);
  if (found === undefined) return htmlAnswer(404, 'HTTP Status 404 – Not Found');
  if (method !== 'POST') return htmlAnswer(405, 'HTTP Status 405 – Method Not Allowed');
  if (!contentType.toLowerCase().startsWith('application/json')) return htmlAnswer(415, 'HTTP Status 415 – Unsupported Media Type');
  const row = parsed(body);
  if (row === null) return htmlAnswer(400, 'HTTP Status 400 – Bad Request');
  try {
    authenticate(world, row);
    const owner = ownerOf(world, row, found.owner === 'needed');
    return jsonAnswer(200, { success: true, message: [], ...found.run({ world, body: row, owner, at, endpoint }) });
  } catch (error) {
    if (error instanceof Refused) return failure(error.message);
    throw error;
  }
}

function parsed(body: string): Row | null {
  try {
    return rowOf(JSON.parse(body));
  } catch {
    return null;
  }
}
