import { createHash } from 'node:crypto';

/**
 * What stands for an e-mail address in what is kept about contacts of an outside account (`remote_contact`, `remote_opt`): SHA-256
 * of account and address. The account is in it, so that the same person at two accounts is not found by comparing rows.
 * `address`: lower-cased and trimmed.
 */
export function addressHash(account: string, address: string): Buffer {
  return createHash('sha256').update(`${account}\n${address}`, 'utf8').digest();
}
