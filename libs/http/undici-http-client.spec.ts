import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { Failure, isFailure } from '#libs/domain/failure.js';
import { createAddressGuard } from './address-guard.js';
import type { HttpRequest } from './http-client.js';
import { createHttpClient } from './undici-http-client.js';
import type { HttpClientOptions } from './undici-http-client.js';
import { OpenBudget, tinyServer } from './testing/tiny-server.js';
import type { TinyServer } from './testing/tiny-server.js';

const ACCOUNT = { key: 'shop', limit: null, share: 0.8, maxInFlight: 4 };
const NOW = 1_767_225_600_000;

describe('the outbound client', () => {
  let server: TinyServer;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let budget: OpenBudget;
  let open: ReturnType<typeof createHttpClient>[];

  beforeAll(async () => {
    server = await tinyServer((request, response) => answer(request, response));
  });
  afterAll(async () => {
    await server.close();
  });
  beforeEach(() => {
    budget = new OpenBudget();
    open = [];
  });
  afterEach(async () => {
    await Promise.all(open.map((client) => client.close()));
  });

  function client(options: Partial<HttpClientOptions> = {}): ReturnType<typeof createHttpClient> {
    const guard = createAddressGuard({ allow: [`127.0.0.1:${server.port}`] });
    const made = createHttpClient({ budget, accounts: [ACCOUNT], priority: 'recurring', maxWaitMs: 1_000, guard, nowMs: () => NOW, secrets: ['TOPSECRETKEY'], ...options });
    open.push(made);
    return made;
  }
  const get = (path = '/', more: Partial<HttpRequest> = {}): HttpRequest => ({ method: 'GET', url: `${server.url}${path}`, signal: new AbortController().signal, ...more });

  async function failureOf(work: Promise<unknown>): Promise<Failure> {
    const outcome = await work.then(
      () => null,
      (error: unknown) => error,
    );
    if (!isFailure(outcome)) throw new Error(`expected a failure, got ${String(outcome)}`);
    return outcome;
  }

  it('sends method, headers and body, and gives back status, headers, bytes and the moment of sending', async () => {
    answer = (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        response.writeHead(201, { 'X-Seen': String(request.headers['x-key']), 'Set-Cookie': ['a=1', 'b=2'] });
        response.end(`${request.method} ${request.url} ${Buffer.concat(parts).toString()} ${request.headers['user-agent']}`);
      });
    };
    const response = await client().request(get('/a/b?c=d', { method: 'POST', headers: { 'X-Key': 'k', Host: 'elsewhere.example.com' }, body: 'hello' }));
    expect(response.status).toBe(201);
    expect(response.headers['x-seen']).toBe('k');
    expect(response.headers['set-cookie']).toBe('a=1, b=2');
    expect(response.body.toString()).toBe('POST /a/b?c=d hello Sztafeta/0.2');
    expect(response.requestedMs).toBe(NOW);
  });

  it('takes a permit of every account while a request is under way and gives all back', async () => {
    answer = (_request, response) => {
      response.end(String(budget.underWay));
    };
    const accounts = [{ ...ACCOUNT, key: 'b' }, { ...ACCOUNT, key: 'a' }];
    const response = await client({ accounts }).request(get());
    expect(response.body.toString()).toBe('2');
    expect(budget.acquired.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(budget.acquired[0]?.priority).toBe('recurring');
    expect(budget.underWay).toBe(0);
  });

  it('gives permits back when it fails, also those taken before one was refused', async () => {
    answer = (request) => request.socket.destroy();
    await failureOf(client().request(get()));
    expect(budget.underWay).toBe(0);
    const refusing = new OpenBudget();
    const first = refusing.acquire.bind(refusing);
    refusing.acquire = (account, priority) => (account.key === 'b' ? Promise.reject(new Failure({ kind: 'rate_limited', message: { pl: 'x', en: 'x' } })) : first(account, priority));
    const failure = await failureOf(client({ budget: refusing, accounts: [{ ...ACCOUNT, key: 'a' }, { ...ACCOUNT, key: 'b' }] }).request(get()));
    expect(failure.kind).toBe('rate_limited');
    expect(refusing.underWay).toBe(0);
  });

  it('keeps connections and sends one request at a time over each', async () => {
    const ports = new Set<number>();
    answer = (request, response) => {
      ports.add(request.socket.remotePort ?? 0);
      response.end('ok');
    };
    const one = client({ accounts: [{ ...ACCOUNT, maxInFlight: 1 }] });
    for (let turn = 0; turn < 5; turn += 1) await one.request(get());
    expect(ports.size).toBe(1);
  });

  it('does not follow redirects', async () => {
    let asked = 0;
    answer = (_request, response) => {
      asked += 1;
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end();
    };
    const response = await client().request(get());
    expect([response.status, response.headers['location'], asked]).toEqual([302, 'http://169.254.169.254/latest/meta-data', 1]);
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('decodes %s', async (encoding, compress) => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding }).end(compress(Buffer.from('żółw '.repeat(1_000))));
    };
    const response = await client().request(get());
    expect(response.body.toString()).toBe('żółw '.repeat(1_000));
    expect(response.headers['content-encoding']).toBeUndefined();
  });

  it.each([
    ['a bomb', 'answer_too_large', (response: ServerResponse) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(5_000_000)))],
    ['layers of encodings', 'encoding_broken', (response: ServerResponse) => response.writeHead(200, { 'content-encoding': 'gzip, gzip' }).end(gzipSync(gzipSync('x')))],
    ['bytes that are not what they say', 'encoding_broken', (response: ServerResponse) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip at all')],
    ['a plain answer above the limit', 'answer_too_large', (response: ServerResponse) => response.end(Buffer.alloc(1_000_001))],
    ['an endless answer', 'answer_too_large', (response: ServerResponse) => void setInterval(() => response.write(Buffer.alloc(300_000)), 1).unref()],
  ])('refuses %s as %s', async (_name, code, write) => {
    answer = (_request, response) => void write(response);
    const failure = await failureOf(client().request(get('/', { maxBytes: 1_000_000 })));
    expect([failure.kind, failure.code]).toEqual(['platform_defect', code]);
    expect(failure.context).toEqual({ status: 200 });
  });

  it.each([
    ['with a length', (response: ServerResponse) => response.writeHead(200, { 'content-length': '1000' }).write('half')],
    ['in chunks', (response: ServerResponse) => response.write('half')],
    ['compressed', (response: ServerResponse) => response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': '30' }).end(gzipSync('whole text of the answer').subarray(0, 30))],
  ])('calls an answer %s that ends in the middle cut off', async (name, write) => {
    answer = (request, response) => {
      write(response);
      if (name !== 'compressed') setImmediate(() => request.socket.destroy());
    };
    const failure = await failureOf(client().request(get()));
    expect([failure.kind, failure.code]).toEqual(['platform_unavailable', 'answer_cut_off']);
  });

  it('limits the time of the whole exchange, a trickle of bytes included', async () => {
    answer = (_request, response) => void setInterval(() => response.write('.'), 5).unref();
    const failure = await failureOf(client().request(get('/', { timeoutMs: 150 })));
    expect([failure.kind, failure.code]).toEqual(['platform_unavailable', 'timed_out']);
  });

  it('ends at once with the reason of the signal', async () => {
    const caller = new AbortController();
    const reason = new Error('pause');
    answer = () => caller.abort(reason);
    await expect(client().request(get('/', { signal: caller.signal }))).rejects.toBe(reason);
    await expect(client().request(get('/', { signal: caller.signal }))).rejects.toBe(reason);
    expect(budget.underWay).toBe(0);
  });

  it('says when nobody listens, and when what answers is not HTTP', async () => {
    const strange = createTcpServer((socket) => socket.on('error', () => socket.destroy()).resume().end('SSH-2.0-OpenSSH_9.2\r\n'));
    await new Promise<void>((resolve) => strange.listen(0, '127.0.0.1', resolve));
    const { port } = strange.address() as AddressInfo;
    const guard = createAddressGuard({ allow: ['127.0.0.1'] });
    const notHttp = await failureOf(client({ guard }).request(get('/', { url: `http://127.0.0.1:${port}/` })));
    await new Promise<void>((resolve) => strange.close(() => resolve()));
    expect([notHttp.kind, notHttp.code]).toEqual(['platform_defect', 'not_http']);
    const nobody = await failureOf(client({ guard }).request(get('/', { url: `http://127.0.0.1:${port}/` })));
    expect([nobody.kind, nobody.code]).toEqual(['platform_unavailable', 'no_connection']);
  });

  it('keeps secrets out of every text of a failure', async () => {
    answer = (request) => request.socket.destroy();
    const failure = await failureOf(client({ secrets: ['127.0.0.1'] }).request(get()));
    expect(JSON.stringify(failure)).not.toContain('127.0.0.1');
  });

  it('asks the guard before the budget', async () => {
    const failure = await failureOf(client({ guard: createAddressGuard({ allow: [] }) }).request(get()));
    expect([failure.kind, failure.code]).toEqual(['configuration_invalid', 'address_not_allowed']);
    expect(budget.acquired).toEqual([]);
  });

  describe('when the platform asks for a pause', () => {
    it.each([
      [429, { 'retry-after': '17' }, 17_000],
      [503, { 'retry-after': new Date(NOW + 90_000).toUTCString() }, 90_000],
      [429, { 'retry-after': 'soon' }, 30_000],
      [503, {}, 30_000],
    ])('stops every account on %i %j for %i ms', async (status, headers, waitMs) => {
      answer = (_request, response) => response.writeHead(status, headers).end('later');
      const accounts = [ACCOUNT, { ...ACCOUNT, key: 'token' }];
      const failure = await failureOf(client({ accounts }).request(get()));
      expect([failure.kind, failure.retryAfterMs, failure.context]).toEqual(['rate_limited', waitMs, { status }]);
      expect(budget.blocks.map(({ key, until }) => [key, until.getTime()])).toEqual([
        ['shop', NOW + waitMs],
        ['token', NOW + waitMs],
      ]);
      expect(budget.underWay).toBe(0);
    });

    it('doubles the pause for each refusal in a row up to 15 minutes, over all clients of a budget, until an answer comes', async () => {
      let now = NOW;
      let status = 429;
      answer = (_request, response) => response.writeHead(status).end();
      const waits: (number | null)[] = [];
      for (let turn = 0; turn < 7; turn += 1) {
        waits.push((await failureOf(client({ nowMs: () => now }).request(get()))).retryAfterMs);
        now += 1_000_000;
      }
      expect(waits).toEqual([30_000, 60_000, 120_000, 240_000, 480_000, 900_000, 900_000]);
      status = 200;
      await client({ nowMs: () => now }).request(get());
      now += 1_000;
      status = 503;
      expect((await failureOf(client({ nowMs: () => now }).request(get()))).retryAfterMs).toBe(30_000);
    });

    it('counts several refusals of one wave once', async () => {
      answer = (_request, response) => response.writeHead(429).end();
      const one = client();
      const failures = await Promise.all([1, 2, 3, 4].map(() => failureOf(one.request(get()))));
      expect(failures.map(({ retryAfterMs }) => retryAfterMs)).toEqual([30_000, 30_000, 30_000, 30_000]);
    });

    it('hands over a status the caller wants to read itself', async () => {
      answer = (_request, response) => response.writeHead(503).end('<error>disabled</error>');
      const response = await client().request(get('/', { passStatuses: [503] }));
      expect([response.status, response.body.toString(), budget.blocks.length]).toEqual([503, '<error>disabled</error>', 0]);
    });
  });
});
