import { createHash, randomBytes } from 'node:crypto';
import { KeyFile } from './key-file.js';
import { masterKeyMalformed, masterKeyMissing } from './secret-failures.js';

/** One master key. The id names it beside what it has wrapped; it is a hash and tells nothing about the key. */
export type MasterKey = { readonly id: string; readonly bytes: Buffer };

/** The master keys of this installation. The first one wraps what is new; the others only open what is old. */
export interface KeyRing {
  /** The key for new secrets. */
  current(): MasterKey;
  /** @throws Failure `configuration_invalid` with code `master_key_missing` */
  byId(id: string): MasterKey;
}

export type KeyRingSource = {
  /** `SZTAFETA_MASTER_KEY`: one or several keys of 32 bytes in base64 or hex, separated by commas or white space. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Used when the variable is not set; made with one random key, readable by its owner only, when it does not exist. */
  readonly file: string;
};

const KEY_BYTES = 32;
const HEX = /^[0-9a-f]{64}$/iu;
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/u;

/** A new master key as text. */
export function newMasterKey(): string {
  return randomBytes(KEY_BYTES).toString('base64');
}

function parseKey(text: string): MasterKey {
  const bytes = HEX.test(text) ? Buffer.from(text, 'hex') : BASE64.test(text) ? Buffer.from(text, 'base64') : null;
  if (bytes?.length !== KEY_BYTES) throw masterKeyMalformed();
  const id = createHash('sha256').update('sztafeta master key id').update(bytes).digest('hex').slice(0, 16);
  return { id, bytes };
}

/** @throws Failure `configuration_invalid` with code `master_key_malformed`; the text itself is never repeated */
export function parseKeys(text: string): readonly MasterKey[] {
  const keys = text
    .split(/[\s,]+/u)
    .filter((part) => part !== '')
    .map(parseKey);
  if (keys.length === 0) throw masterKeyMalformed();
  return keys;
}

function find(keys: readonly MasterKey[], id: string): MasterKey | undefined {
  return keys.find((key) => key.id === id);
}

function first(keys: readonly MasterKey[]): MasterKey {
  const key = keys[0];
  if (key === undefined) throw masterKeyMalformed();
  return key;
}

/** A ring of given keys, first is current. */
export function fixedKeyRing(text: string): KeyRing {
  const keys = parseKeys(text);
  return {
    current: () => first(keys),
    byId: (id) => {
      const key = find(keys, id);
      if (key === undefined) throw masterKeyMissing(id);
      return key;
    },
  };
}

/**
 * The ring of a key file. It is read again whenever it has changed, so that a rotation made by another process is seen
 * by running workers before they wrap or open anything with it.
 */
export function fileKeyRing(file: KeyFile): KeyRing {
  let keys: readonly MasterKey[] = [];
  const fresh = (): readonly MasterKey[] => {
    const text = file.readIfChanged();
    if (text !== null) keys = parseKeys(text);
    return keys;
  };
  fresh();
  return {
    current: () => first(fresh()),
    byId: (id) => {
      const key = find(keys, id) ?? find(fresh(), id);
      if (key === undefined) throw masterKeyMissing(id);
      return key;
    },
  };
}

/** The ring from the environment, else from the file (made on first start). */
export function loadKeyRing({ env, file }: KeyRingSource): KeyRing {
  const given = env['SZTAFETA_MASTER_KEY'];
  if (given !== undefined && given.trim() !== '') return fixedKeyRing(given);
  const keyFile = new KeyFile(file);
  keyFile.createIfMissing(newMasterKey());
  return fileKeyRing(keyFile);
}
