import { createHash } from 'node:crypto';

/** How long an account that is blocked as a whole is left alone: about five minutes in one report, much longer in another (sheet section 2). */
export const ACCOUNT_BLOCK_MS = 15 * 60_000;
/** After so many blocks in a row time alone is not trusted any more: a person has to look. */
const MOST_BLOCKS = 5;
const REMEMBERED = 2_000;

/** Accounts are opened for seconds, a block outlives them: what this process has seen in a row, by the digest of the token. */
const blocks = new Map<string, { count: number; lastMs: number }>();

/** What the platform counts requests by. A digest, because keys of accounts are shown where a token must not be. */
export const tokenDigest = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Notes that the account is blocked; true when it has been so too often in a row. Answers that came together count once. */
export function notedBlock(key: string, nowMs: number): boolean {
  const known = blocks.get(key) ?? { count: 0, lastMs: Number.NEGATIVE_INFINITY };
  if (nowMs - known.lastMs >= ACCOUNT_BLOCK_MS / 2) {
    known.count += 1;
    known.lastMs = nowMs;
  }
  if (blocks.size >= REMEMBERED) blocks.clear();
  blocks.set(key, known);
  return known.count >= MOST_BLOCKS;
}

/** The account answers again. */
export const forgetBlocks = (key: string): boolean => blocks.delete(key);
