import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyRing } from './key-ring.js';
import { secretUnreadable } from './secret-failures.js';

/** Where a secret lives. Bound to it as additional data: bytes copied to another row cannot be opened there. */
export type SecretPlace = { readonly workspaceId: string; readonly ownerKind: string; readonly ownerId: string; readonly name: string };

/** A sealed secret as stored. */
export type Envelope = { readonly keyId: string; readonly wrappedKey: Buffer; readonly nonce: Buffer; readonly ciphertext: Buffer };

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

function additionalData(purpose: 'data' | 'key', place: SecretPlace): Buffer {
  // JSON keeps the parts apart whatever they hold.
  return Buffer.from(JSON.stringify(['sztafeta secret 1', purpose, place.workspaceId, place.ownerKind, place.ownerId, place.name]));
}

function encrypt(key: Buffer, nonce: Buffer, data: Buffer, bound: Buffer): Buffer {
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(bound);
  return Buffer.concat([cipher.update(data), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer, nonce: Buffer, sealed: Buffer, bound: Buffer): Buffer {
  if (sealed.length < TAG_BYTES || nonce.length !== NONCE_BYTES) throw secretUnreadable();
  try {
    const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(bound);
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
  } catch {
    // The library's own error says no more, and nothing of it may travel further.
    throw secretUnreadable();
  }
}

function wrap(ring: KeyRing, dataKey: Buffer, place: SecretPlace): Pick<Envelope, 'keyId' | 'wrappedKey'> {
  const master = ring.current();
  const nonce = randomBytes(NONCE_BYTES);
  return { keyId: master.id, wrappedKey: Buffer.concat([nonce, encrypt(master.bytes, nonce, dataKey, additionalData('key', place))]) };
}

function unwrap(ring: KeyRing, envelope: Pick<Envelope, 'keyId' | 'wrappedKey'>, place: SecretPlace): Buffer {
  const nonce = envelope.wrappedKey.subarray(0, NONCE_BYTES);
  return decrypt(ring.byId(envelope.keyId).bytes, nonce, envelope.wrappedKey.subarray(NONCE_BYTES), additionalData('key', place));
}

/** Seals a text with a data key of its own, which the current master key wraps. */
export function seal(ring: KeyRing, text: string, place: SecretPlace): Envelope {
  const dataKey = randomBytes(32);
  const nonce = randomBytes(NONCE_BYTES);
  const ciphertext = encrypt(dataKey, nonce, Buffer.from(text), additionalData('data', place));
  return { ...wrap(ring, dataKey, place), nonce, ciphertext };
}

/** @throws Failure `configuration_invalid` with code `master_key_missing` or `secret_unreadable` */
export function open(ring: KeyRing, envelope: Envelope, place: SecretPlace): string {
  return decrypt(unwrap(ring, envelope, place), envelope.nonce, envelope.ciphertext, additionalData('data', place)).toString();
}

/** The same data key under the current master key; the sealed text itself stays as it is. */
export function rewrap(ring: KeyRing, envelope: Pick<Envelope, 'keyId' | 'wrappedKey'>, place: SecretPlace): Pick<Envelope, 'keyId' | 'wrappedKey'> {
  return wrap(ring, unwrap(ring, envelope, place), place);
}
