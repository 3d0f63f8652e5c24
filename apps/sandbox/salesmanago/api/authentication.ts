/** The block every call of API v2 carries in its body (sheet section 1). */
import { createHash } from 'node:crypto';
import { Refused } from '../refused.js';
import { textOf, type Row } from '../values.js';
import type { World } from '../world/world.js';

const STRICT_MS = 5 * 60_000;

/** @throws Refused with the texts known from the real system (sheet section 2) */
export function authenticate({ settings, behaviour }: World, body: Row): void {
  const apiKey = textOf(body['apiKey']) ?? '';
  const sha = createHash('sha1').update(`${apiKey}${settings.clientId}${behaviour.apiSecret}`, 'utf8').digest('hex');
  if (apiKey === '' || body['clientId'] !== settings.clientId || body['sha'] !== sha) throw new Refused('User not authenticated');
  if (!isTime(body['requestTime'], behaviour.strictTime, settings.now())) throw new Refused('User not authenticated');
  if (behaviour.deactivated) throw new Refused('Not authenticated');
}

/** Stale, in seconds and as text is all taken: official clients send it so. */
function isTime(value: unknown, strict: boolean, now: number): boolean {
  if (strict) return typeof value === 'number' && Math.abs(value - now) <= STRICT_MS;
  return textOf(value) !== null && value !== '';
}

/** @param needed whether a call without one is refused @throws Refused */
export function ownerOf({ behaviour }: World, body: Row, needed: boolean): string {
  const owner = textOf(body['owner']) ?? textOf(body['user']) ?? '';
  if (owner === '') {
    if (needed) throw new Refused('User cannot be empty');
    return '';
  }
  if (!behaviour.owners.includes(owner)) throw new Refused('User not found');
  return owner;
}
