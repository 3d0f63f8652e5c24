import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u;

/** Asking the system for random bytes costs as much for 4 kB as for 16 B, and a page needs hundreds of ids. */
const pool = new Uint8Array(4096);
const BYTES = 16;
let used = pool.length;

function random(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += BYTES;
  return pool.subarray(used - BYTES, used);
}

let lastMs = 0;
let seq = 0;

/**
 * A new time-ordered identifier (UUID version 7), made in Node so that a page's rows know their ids before they are sent.
 * Ids of one process ascend within a millisecond too: lists are ordered by them.
 */
export function newId(): string {
  const bytes = random();
  const now = Date.now();
  if (now > lastMs) {
    lastMs = now;
    // Half of the range at most, so that a millisecond's ids have room to count up.
    seq = new DataView(bytes.buffer, bytes.byteOffset).getUint32(6) >>> 1;
  } else seq = (seq + 1) >>> 0;
  return v7({ random: bytes, msecs: lastMs, seq });
}

/** True for a lower-case UUID text: anything else must answer 404, not reach the database as a malformed value. */
export function isId(value: string): boolean {
  return UUID.test(value);
}
