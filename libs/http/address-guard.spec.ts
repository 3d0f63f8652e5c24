import { isFailure } from '#libs/domain/failure.js';
import { createAddressGuard } from './address-guard.js';
import type { HostAddress } from './address-guard.js';
import { OpenBudget, tinyServer } from './testing/tiny-server.js';
import { createHttpClient } from './undici-http-client.js';

/** Names of the tests' own DNS. Everything a name may stand for is checked as if it had been typed in. */
const DNS: Readonly<Record<string, readonly string[]>> = {
  'shop.example.com': ['93.184.215.14'],
  'six.example.com': ['2606:2800:21f:cb07:6820:80da:af6b:8b2c'],
  'inside.example.com': ['10.0.0.5'],
  'loop.example.com': ['127.0.0.1'],
  'mixed.example.com': ['93.184.215.14', '192.168.1.1'],
  'mapped.example.com': ['::ffff:10.0.0.5'],
  'nat64.example.com': ['64:ff9b::a00:5'],
  'meta.example.com': ['169.254.169.254'],
  'ula.example.com': ['fd12:3456::1'],
  'linklocal.example.com': ['fe80::1'],
  'nothing.example.com': [],
  'broken.example.com': ['not an address'],
  'shop.lan': ['192.168.7.7'],
  postgres: ['172.18.0.2'],
};

const dns = (host: string): Promise<readonly HostAddress[]> => {
  const found = DNS[host];
  if (found === undefined) return Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }));
  return Promise.resolve(found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
};

const guard = (allow: readonly string[] = []): ReturnType<typeof createAddressGuard> => createAddressGuard({ allow, resolver: dns });

/** The code a check ends with, or `ok`. */
async function outcome(check: Promise<unknown>): Promise<string> {
  return check.then(
    () => 'ok',
    (error: unknown) => (isFailure(error) ? `${error.kind}/${error.code}` : String(error)),
  );
}

const REFUSED = 'configuration_invalid/address_not_allowed';

const ATTACKS: readonly string[] = [
  // Loopback, in every way to write it.
  'http://127.0.0.1/', 'http://127.0.0.1:8080/', 'https://127.0.0.1/', 'http://127.1/', 'http://127.0.1/', 'http://127.255.255.254/',
  'http://2130706433/', 'http://0x7f000001/', 'http://0x7f.0.0.1/', 'http://0x7f.1/', 'http://0177.0.0.1/', 'http://017700000001/',
  'http://0177.0.0.01/', 'http://127.0.0x0.1/', 'http://127.0.0.1./', 'http://%31%32%37.0.0.1/', 'http://１２７.０.０.１/', 'http://①②⑦.⓪.⓪.①/',
  'http://127。0。0。1/', 'http://localhost/', 'http://localhost./', 'http://LOCALHOST/', 'http://shop.localhost/', 'http://localhost.localdomain/',
  'http://[::1]/', 'http://[0:0:0:0:0:0:0:1]/', 'http://[::]/', 'http://0.0.0.0/', 'http://0/', 'http://0.1.2.3/',
  // IPv4 inside IPv6.
  'http://[::ffff:127.0.0.1]/', 'http://[::ffff:7f00:1]/', 'http://[::ffff:10.0.0.1]/', 'http://[::ffff:169.254.169.254]/', 'http://[::127.0.0.1]/',
  'http://[::ffff:0:127.0.0.1]/', 'http://[64:ff9b::7f00:1]/', 'http://[64:ff9b::10.0.0.1]/', 'http://[64:ff9b:1::a00:1]/', 'http://[2002:7f00:1::]/',
  'http://[2002:a00:1::1]/', 'http://[2001:0:a00:1::]/', 'http://[2606:4700::5efe:10.0.0.1]/', 'http://[2606:4700::200:5efe:10.0.0.1]/',
  // Private, shared and reserved networks.
  'http://10.0.0.1/', 'http://10.255.255.255/', 'http://172.16.0.1/', 'http://172.31.255.255/', 'http://192.168.0.1/', 'http://192.168.255.255/',
  'http://0xa000001/', 'http://167772161/', 'http://012.0.0.1/', 'http://3232235777/', 'http://0xc0a80101/', 'http://100.64.0.1/',
  'http://100.127.255.254/', 'http://198.18.0.1/', 'http://198.51.100.7/', 'http://203.0.113.7/', 'http://192.0.2.1/', 'http://192.0.0.1/',
  'http://192.88.99.1/', 'http://240.0.0.1/', 'http://255.255.255.255/', 'http://224.0.0.1/', 'http://239.255.255.250:1900/',
  'http://[fc00::1]/', 'http://[fd00::1]/', 'http://[fe80::1]/', 'http://[febf::1]/', 'http://[fec0::1]/', 'http://[ff02::1]/', 'http://[100::1]/',
  'http://[2001:db8::1]/', 'http://[3fff::1]/', 'http://[5f00::1]/', 'http://[4000::1]/',
  // Metadata of cloud hosts.
  'http://169.254.169.254/latest/meta-data/', 'http://169.254.169.254:80/', 'http://2852039166/', 'http://0xa9fea9fe/', 'http://0251.0376.0251.0376/',
  'http://169.254.170.2/', 'http://100.100.100.200/', 'http://192.0.0.192/', 'http://168.63.129.16/', 'http://[fd00:ec2::254]/', 'http://[fd20:ce::254]/',
  'http://metadata.google.internal/', 'http://instance-data.ec2.internal/',
  // Public addresses in a form nobody types.
  'http://0x5db8d70e/', 'http://1572395022/', 'http://0135.0270.0327.016/',
  // Names that lead inside.
  'http://inside.example.com/', 'http://loop.example.com/', 'https://mixed.example.com/', 'http://mapped.example.com/', 'http://nat64.example.com/',
  'http://meta.example.com/', 'http://ula.example.com/', 'http://linklocal.example.com/', 'http://broken.example.com/', 'http://shop.lan/',
  'http://postgres:5432/', 'http://printer.local/', 'http://router.home.arpa/', 'http://INSIDE.example.com./',
  // Credentials, schemes, nonsense.
  'http://user:pass@shop.example.com/', 'http://user@shop.example.com/', 'http://:pass@shop.example.com/', 'http://shop.example.com@127.0.0.1/',
  'javascript:alert(1)', 'data:text/plain,x', 'dict://127.0.0.1:11211/', 'ldap://127.0.0.1/', 'unix:/var/run/docker.sock', 'shop.example.com', '//shop.example.com/',
  'ftp://shop.example.com/', 'file:///etc/passwd', 'gopher://127.0.0.1:6379/_INFO', 'ws://shop.example.com/',
  'http://', 'http://[::1', 'http:// shop.example.com/', 'http://999.999.999.999/', '',
];

describe('the address guard', () => {
  it('knows at least 80 ways to reach what must not be reached', () => {
    expect(new Set(ATTACKS).size).toBeGreaterThanOrEqual(80);
    expect(new Set(ATTACKS).size).toBe(ATTACKS.length);
  });

  it.each(ATTACKS)('refuses %j', async (address) => {
    expect(await outcome(guard().checkUrl(address))).toBe(REFUSED);
  });

  it.each([
    ['https://shop.example.com/', '93.184.215.14', 443],
    ['http://shop.example.com/path?x=1', '93.184.215.14', 80],
    ['https://SHOP.example.com.:8443/', '93.184.215.14', 8443],
    ['https://six.example.com/', '2606:2800:21f:cb07:6820:80da:af6b:8b2c', 443],
    ['https://93.184.215.14/', '93.184.215.14', 443],
    ['https://[2606:4700::1111]/', '2606:4700::1111', 443],
    ['https://shop.example.com/#@127.0.0.1', '93.184.215.14', 443],
  ])('lets %s through to %s', async (address, target, port) => {
    const resolved = await guard().checkUrl(address);
    expect(resolved.addresses.map((one) => one.address)).toEqual([target]);
    expect(resolved.port).toBe(port);
  });

  it('tells a name that does not exist from a resolver that does not answer', async () => {
    expect(await outcome(guard().checkUrl('https://absent.example.com/'))).toBe('configuration_invalid/host_not_found');
    expect(await outcome(guard().checkUrl('https://nothing.example.com/'))).toBe('configuration_invalid/host_not_found');
    const silent = createAddressGuard({ allow: [], resolver: () => Promise.reject(Object.assign(new Error('EAI_AGAIN'), { code: 'EAI_AGAIN' })) });
    expect(await outcome(silent.checkUrl('https://shop.example.com/'))).toBe('platform_unavailable/host_unresolved');
  });

  it('says why and how to mend it in both languages, without telling what the name stands for', async () => {
    const failure: unknown = await guard()
      .checkUrl('http://inside.example.com/')
      .catch((error: unknown) => error);
    if (!isFailure(failure)) throw new Error('expected a failure');
    expect(failure.text.pl).toContain('nie jest dozwolony');
    expect(failure.fix?.en).toContain('SZTAFETA_ALLOW_ADDRESSES');
    expect(JSON.stringify(failure)).not.toContain('10.0.0.5');
  });

  describe('with an allow-list', () => {
    it.each([
      ['10.0.0.0/8', 'http://10.1.2.3/', 'ok'],
      ['10.0.0.0/8', 'http://inside.example.com/', 'ok'],
      ['10.0.0.0/8', 'http://192.168.0.1/', REFUSED],
      ['10.0.0.0/8', 'http://167772161/', REFUSED],
      ['10.0.0.0/8', 'http://[::ffff:10.0.0.1]/', 'ok'],
      ['127.0.0.1', 'http://127.0.0.1:8080/', 'ok'],
      ['127.0.0.1:8080', 'http://127.0.0.1:8080/', 'ok'],
      ['127.0.0.1:8080', 'http://127.0.0.1:8081/', REFUSED],
      ['127.0.0.1:8080', 'http://127.0.0.2:8080/', REFUSED],
      ['127.0.0.1:8080', 'http://user:pass@127.0.0.1:8080/', REFUSED],
      ['[::1]:8080', 'http://[::1]:8080/', 'ok'],
      ['::1', 'http://[::1]:8080/', 'ok'],
      ['fd00::/8', 'http://[fd00::1]/', 'ok'],
      ['shop.lan', 'http://shop.lan/', 'ok'],
      ['SHOP.lan.', 'http://shop.lan:81/', 'ok'],
      ['shop.lan:443', 'http://shop.lan/', REFUSED],
      ['shop.lan:443', 'https://shop.lan/', 'ok'],
      ['shop.lan', 'http://inside.example.com/', REFUSED],
      ['lan', 'http://shop.lan/', REFUSED],
      ['postgres', 'http://postgres:8080/', 'ok'],
      ['meta.example.com', 'http://meta.example.com/', REFUSED],
      ['169.254.169.254', 'http://169.254.169.254/', 'ok'],
      ['10.0.0.0/8', 'http://mixed.example.com/', REFUSED],
      ['192.168.0.0/16', 'http://mixed.example.com/', 'ok'],
      ['2130706433', 'http://127.0.0.1/', REFUSED],
    ])('%s: %s is %s', async (entry, address, expected) => {
      expect(await outcome(guard([entry]).checkUrl(address))).toBe(expected);
    });

    it.each(['10.0.0.0/33', 'http://shop.lan', 'shop lan', '10.0.0.*', '/'])('refuses to start with the entry %j', (entry) => {
      expect(() => guard([entry])).toThrow(entry);
    });

    it('ignores empty entries', async () => {
      expect(await outcome(guard(['', ' ']).checkUrl('http://127.0.0.1/'))).toBe(REFUSED);
    });
  });

  describe('at the moment of connecting', () => {
    it('connects to the address it has checked and to no other, and notices a name that changes its mind', async () => {
      const server = await tinyServer((request, response) => {
        response.setHeader('connection', 'close');
        response.end(String(request.headers.host));
      });
      let points = '127.0.0.1';
      let asked = 0;
      const rebinding = createAddressGuard({
        allow: [`127.0.0.1:${server.port}`],
        resolver: () => {
          asked += 1;
          return Promise.resolve([{ address: points, family: 4 }]);
        },
      });
      const client = createHttpClient({
        budget: new OpenBudget(), accounts: [], priority: 'webhook', maxWaitMs: 1_000, guard: rebinding, nowMs: () => 0, secrets: [],
      });
      const request = { method: 'GET', url: `http://rebind.example.com:${server.port}/`, signal: new AbortController().signal } as const;
      try {
        const first = await client.request(request);
        expect(first.body.toString()).toBe(`rebind.example.com:${server.port}`);
        expect(asked).toBe(2);
        // The name now points to an address that is not on the list: the new connection must not be made.
        points = '127.0.0.2';
        expect(await outcome(client.request(request))).toBe(REFUSED);
        points = '127.0.0.1';
        expect((await client.request(request)).status).toBe(200);
      } finally {
        await client.close();
        await server.close();
      }
    });

    it('never connects when the second answer of the resolver is an inner one', async () => {
      let reached = 0;
      const server = await tinyServer((_request, response) => {
        reached += 1;
        response.end();
      });
      const answers = ['93.184.215.14', '127.0.0.1'];
      const rebinding = createAddressGuard({ allow: [], resolver: () => Promise.resolve([{ address: answers.shift() ?? '127.0.0.1', family: 4 }]) });
      const client = createHttpClient({
        budget: new OpenBudget(), accounts: [], priority: 'webhook', maxWaitMs: 1_000, guard: rebinding, nowMs: () => 0, secrets: [],
      });
      try {
        const request = { method: 'GET', url: `http://rebind.example.com:${server.port}/`, signal: new AbortController().signal } as const;
        expect(await outcome(client.request(request))).toBe(REFUSED);
        expect(reached).toBe(0);
      } finally {
        await client.close();
        await server.close();
      }
    });
  });
});
