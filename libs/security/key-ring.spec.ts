import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isFailure } from '#libs/domain/failure.js';
import { KeyFile } from './key-file.js';
import { loadKeyRing, newMasterKey } from './key-ring.js';

const KEY = Buffer.alloc(32, 7);

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return isFailure(error) ? error.code : String(error);
  }
  return 'no failure';
}

describe('the key ring', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keys-'));
    file = join(folder, 'deep', 'master.key');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('makes a file that only its owner reads, once', () => {
    const first = loadKeyRing({ env: {}, file }).current();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(loadKeyRing({ env: {}, file }).current()).toEqual(first);
    expect(first.bytes).toHaveLength(32);
    expect(readdirSync(join(folder, 'deep'))).toEqual(['master.key']);
  });

  it('keeps the key of whoever came first when two processes start at once', () => {
    const [one, two] = [new KeyFile(file), new KeyFile(file)];
    const keys = [newMasterKey(), newMasterKey()];
    one.createIfMissing(keys[0] ?? '');
    two.createIfMissing(keys[1] ?? '');
    expect(readFileSync(file, 'utf8').trim()).toBe(keys[0]);
  });

  it.each([
    ['hex', KEY.toString('hex')],
    ['base64', KEY.toString('base64')],
    ['base64url without padding', KEY.toString('base64url')],
  ])('reads a key of the environment in %s and makes no file', (_form, text) => {
    const ring = loadKeyRing({ env: { SZTAFETA_MASTER_KEY: text }, file });
    expect(ring.current().bytes.equals(KEY)).toBe(true);
    expect(() => statSync(file)).toThrow();
  });

  it('takes several keys, the first for what is new', () => {
    const [now, before] = [newMasterKey(), newMasterKey()];
    const old = loadKeyRing({ env: { SZTAFETA_MASTER_KEY: before }, file }).current();
    const ring = loadKeyRing({ env: { SZTAFETA_MASTER_KEY: `${now}, ${before}` }, file });
    expect(ring.current().bytes.toString('base64')).toBe(now);
    expect(ring.byId(old.id).bytes.toString('base64')).toBe(before);
  });

  it('notices keys another process has put into the file', () => {
    const ring = loadKeyRing({ env: {}, file });
    const old = ring.current();
    const keyFile = new KeyFile(file);
    const added = newMasterKey();
    keyFile.replace([added, ...keyFile.lines()]);
    expect(ring.current().bytes.toString('base64')).toBe(added);
    expect(ring.byId(old.id)).toEqual(old);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it.each(['short', 'g'.repeat(64), `${newMasterKey()},rest`, Buffer.alloc(16).toString('hex')])('refuses the malformed key %#, without repeating it', (text) => {
    let shown = '';
    try {
      loadKeyRing({ env: { SZTAFETA_MASTER_KEY: text }, file });
    } catch (error) {
      shown = `${isFailure(error) ? error.code : ''} ${JSON.stringify(error)}`;
    }
    expect(shown).toContain('master_key_malformed');
    expect(shown).not.toContain(text);
  });

  it('names the key it does not have by its id', () => {
    expect(codeOf(() => loadKeyRing({ env: {}, file }).byId('0123456789abcdef'))).toBe('master_key_missing');
  });
});
