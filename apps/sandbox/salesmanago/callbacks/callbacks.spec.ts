import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { listen } from '../../common/listen.js';
import { good } from '../spec-client.js';
import { startSalesmanagoSandbox, type SalesmanagoSandbox } from '../salesmanago-sandbox.js';
import { evaluated } from './template.js';

let sandbox: SalesmanagoSandbox;
let receiver: { readonly url: string; readonly close: () => Promise<void> };
let received: string[];
let answer: number;
beforeEach(async () => {
  received = [];
  answer = 200;
  sandbox = await startSalesmanagoSandbox();
  const server: Server = createServer((request, response) => {
    received.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.writeHead(answer).end();
  });
  receiver = await listen(server, 0);
});
afterEach(async () => {
  await sandbox.stop();
  await receiver.close();
});

const EMAIL = 'anna.nowak@example.pl';
const SECRET = 'Zimorodek42';
const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');
const templates = (): { readonly optIn: string; readonly optOut: string } => ({ optIn: `${receiver.url}/in?email=$email$&key=sha1($email$${SECRET})`, optOut: `${receiver.url}/out?email=$email$&key=sha1($email$${SECRET})` });
const plant = (email = EMAIL): void => { sandbox.control.plant({ contact: { email } }); };
/** Everything that arrived so far. */
const arrived = async (): Promise<readonly string[]> => {
  await sandbox.control.idle();
  return received;
};

describe('the template', () => {
  it('gives the key of the test vector', () => {
    expect(evaluated(`https://sklep.example.pl/optout?email=$email$&key=sha1($email$${SECRET})`, EMAIL, 'percent')).toBe('https://sklep.example.pl/optout?email=anna.nowak%40example.pl&key=9a76c885268abbfc0b15b0f8351bcd5ac4afe045');
  });

  it.each([['percent', 'a%2Bb%40example.pl'], ['plus-raw', 'a+b%40example.pl'], ['raw', 'a+b@example.pl']] as const)('%s writes the address as %s, and hashes it as it is', (encoding, written) => {
    expect(evaluated('http://x/?e=$email$&key=sha1($email$(S$&))', 'a+b@example.pl', encoding)).toBe(`http://x/?e=${written}&key=${sha1('a+b@example.pl(S$&)')}`);
  });
});

describe('a change on the card', () => {
  it('calls the address of its direction, and keeps the status answered', async () => {
    plant();
    sandbox.control.setCallbacks(templates());
    answer = 503;
    sandbox.control.setCard(EMAIL, { email: 'in' });
    sandbox.control.setCard(EMAIL, { email: 'out', phone: 'in' });
    const key = '9a76c885268abbfc0b15b0f8351bcd5ac4afe045';
    expect(await arrived()).toEqual([`GET /in?email=anna.nowak%40example.pl&key=${key}`, `GET /out?email=anna.nowak%40example.pl&key=${key}`]);
    expect(sandbox.control.callbacks()).toMatchObject([{ direction: 'opt-in', email: EMAIL, status: 503 }, { direction: 'opt-out', email: EMAIL, status: 503 }]);
    expect(sandbox.control.contact(EMAIL)).toMatchObject({ optedOut: true, optedOutPhone: false });
  });

  it('calls after the click in a confirmation mail', async () => {
    sandbox.control.setCallbacks(templates());
    await good(sandbox, 'contact/upsert', { contact: { email: EMAIL }, forceOptIn: true });
    expect(await arrived()).toEqual([]);
    sandbox.control.confirm(EMAIL);
    expect((await arrived())[0]).toContain('GET /in?');
  });

  it('calls nobody where no address is set, and for phone and removal', async () => {
    plant();
    sandbox.control.setCallbacks({ optIn: templates().optIn });
    for (const patch of [{ email: 'out' as const }, { phone: 'in' as const }, { removed: true }]) sandbox.control.setCard(EMAIL, patch);
    expect(await arrived()).toEqual([]);
  });

  it('made by the API is called only where the account is set so', async () => {
    sandbox.control.setCallbacks(templates());
    await good(sandbox, 'contact/upsert', { contact: { email: EMAIL }, forceOptOut: true });
    expect(await arrived()).toEqual([]);
    sandbox.control.configure({ apiChangesCallBack: true });
    await good(sandbox, 'contact/optout', { email: EMAIL });
    expect(await arrived()).toHaveLength(1);
  });
});

describe('delivery', () => {
  it('with a wrong key, in capitals, and more than once', async () => {
    sandbox.control.setCallbacks({ ...templates(), wrongKey: true, uppercase: true, repeats: 2 });
    sandbox.control.sendCallback('opt-out', EMAIL);
    const upper = EMAIL.toUpperCase();
    const calls = await arrived();
    expect([calls.length, new Set(calls).size, calls[0]?.includes(encodeURIComponent(upper)), calls[0]?.includes(sha1(upper + SECRET))]).toEqual([3, 1, true, false]);
    sandbox.control.setCallbacks({ ...templates(), uppercase: true });
    sandbox.control.sendCallback('opt-out', EMAIL);
    expect((await arrived())[3]).toContain(sha1(upper + SECRET));
  });

  it('keeps a raw plus on its way', async () => {
    sandbox.control.setCallbacks({ ...templates(), encoding: 'raw' });
    sandbox.control.sendCallback('opt-in', 'a+b@example.pl');
    expect((await arrived())[0]).toContain('?email=a+b@example.pl&');
  });

  it('in the order of the changes, or turned round', async () => {
    const order = async (): Promise<readonly unknown[]> => {
      received = [];
      for (const name of ['a', 'b', 'c']) sandbox.control.sendCallback('opt-out', `${name}@example.pl`);
      return (await arrived()).map((call) => /email=(.)/.exec(call)?.[1]);
    };
    sandbox.control.setCallbacks(templates());
    expect(await order()).toEqual(['a', 'b', 'c']);
    sandbox.control.setCallbacks({ ...templates(), reversed: true });
    expect(await order()).toEqual(['c', 'b', 'a']);
  });

  it('is held until it is let go', async () => {
    sandbox.control.setCallbacks({ ...templates(), hold: true });
    sandbox.control.sendCallback('opt-in', EMAIL);
    expect(await arrived()).toEqual([]);
    sandbox.control.releaseCallbacks();
    expect(await arrived()).toHaveLength(1);
  });

  it('goes to this machine only, and may find nobody there', async () => {
    expect(() => { sandbox.control.setCallbacks({ optIn: 'https://sklep.example.pl/?email=$email$' }); }).toThrow('loopback');
    sandbox.control.setCallbacks({ optOut: 'http://127.0.0.1:1/?email=$email$' });
    sandbox.control.sendCallback('opt-out', EMAIL);
    await sandbox.control.idle();
    expect(sandbox.control.callbacks()).toMatchObject([{ status: null }]);
  });
});
