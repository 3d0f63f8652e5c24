import { connect } from 'node:net';
import { createDataSource } from '#libs/persistence/data-source.js';
import { startApi, type ApiHarness, type Call } from '../testing/api-harness.js';

describe('the HTTP surface', () => {
  let api: ApiHarness;
  let admin: Call;

  beforeAll(async () => {
    api = await startApi();
    admin = await api.as('admin');
  });

  afterAll(async () => {
    await api.close();
  });

  it('answers problems as RFC 9457, in English unless Polish is asked for', async () => {
    const english = await admin('GET', '/nothing-here');
    expect(english.status).toBe(404);
    expect(english.headers.get('content-type')).toContain('application/problem+json');
    expect(english.body).toMatchObject({ type: 'urn:sztafeta:problem:route_not_found', status: 404, code: 'route_not_found', detail: 'There is no such address.' });
    expect(english.body['traceId']).toBe(english.headers.get('x-trace-id'));
    const polish = await admin('GET', '/nothing-here', undefined, { 'accept-language': 'de, pl;q=0.9, en;q=0.3' });
    expect(polish.body['detail']).toBe('Nie ma takiego adresu.');
    expect(polish.headers.get('content-language')).toBe('pl');
  });

  it('keeps the trace id of the caller', async () => {
    const trace = '0af7651916cd43dd8448eb211c80319c';
    const answer = await admin('GET', '/nothing-here', undefined, { traceparent: `00-${trace}-b7ad6b7169203331-01` });
    expect(answer.body['traceId']).toBe(trace);
  });

  it('refuses what it cannot read', async () => {
    expect(await admin('POST', '/integrations', '{"name": ')).toMatchObject({ status: 400, body: { code: 'malformed_json' } });
    expect(await admin('POST', '/integrations', { platform: 'prestashop', name: 'x'.repeat(300_000) })).toMatchObject({ status: 413, body: { code: 'body_too_large' } });
    expect(await admin('GET', '/runs?limit=1000')).toMatchObject({ status: 400, body: { code: 'validation_failed', errors: [{ path: 'limit', code: 'too_big' }] } });
    expect(await admin('POST', '/integrations', { platform: 'prestashop' })).toMatchObject({ status: 400, body: { errors: [{ path: 'name', code: 'invalid_type' }] } });
  });

  it('never repeats a refused value', async () => {
    const answer = await admin('POST', '/integrations', { platform: 'CANARY-SECRET', name: 'x' });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).not.toContain('CANARY-SECRET');
  });

  it('logs neither queries nor keys', async () => {
    await admin('GET', '/customers?q=kanarek%40example.com');
    expect(api.log()).toContain('/api/v1/customers');
    expect(api.log()).not.toContain('kanarek');
    expect(api.log()).not.toContain('szt_');
  });

  describe('Idempotency-Key', () => {
    const create = (name: string, key: string): ReturnType<Call> => admin('POST', '/integrations', { platform: 'prestashop', name }, { 'idempotency-key': key });

    it('gives the first answer again', async () => {
      const first = await create('Once', 'key-1');
      const again = await create('Once', 'key-1');
      expect(again).toMatchObject({ status: 201, body: { id: first.body['id'] } });
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      const rows = await api.dataSource.query<unknown[]>(`select 1 from integration where name = 'Once'`);
      expect(rows).toHaveLength(1);
    });

    it('lets one of many at once through', async () => {
      const answers = await Promise.all(Array.from({ length: 5 }, () => create('Parallel', 'key-2')));
      expect(answers.filter((answer) => answer.status !== 201).every((answer) => answer.status === 409 && answer.body['code'] === 'request_in_progress')).toBe(true);
      expect(await api.dataSource.query(`select 1 from integration where name = 'Parallel'`)).toHaveLength(1);
    });

    it('belongs to one request', async () => {
      await create('Mine', 'key-3');
      expect(await create('Other', 'key-3')).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    });

    it('may be used again after a refusal', async () => {
      expect((await admin('POST', '/integrations', { platform: 'allegro', name: 'x' }, { 'idempotency-key': 'key-4' })).status).toBe(422);
      expect((await create('Second try', 'key-4')).status).toBe(201);
    });

    it('never keeps a secret', async () => {
      const make = (): ReturnType<Call> => admin('POST', '/api-keys', { name: 'k', role: 'viewer' }, { 'idempotency-key': 'key-5' });
      const first = await make();
      const again = await make();
      expect(again.body).toEqual({ ...first.body, secret: null });
      const [row] = await api.dataSource.query<{ response: unknown }[]>(`select response from idempotency_key where key = 'key-5'`);
      expect(JSON.stringify(row)).not.toContain(String(first.body['secret']));
    });
  });

  it('offers its documentation', async () => {
    expect((await fetch(`${api.url}/api/docs`)).status).toBe(200);
    const document = (await (await fetch(`${api.url}/api/docs-json`)).json()) as { paths: Record<string, unknown> };
    expect(Object.keys(document.paths)).toContain('/api/v1/customers/{id}');
  });

  it('tells how it is', async () => {
    expect(await api.anonymous('GET', '/health/live')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await api.anonymous('GET', '/health/ready')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await api.anonymous('GET', '/api/v1/health/live')).toMatchObject({ status: 200 });
    api.gateway.down = true;
    const down = await api.anonymous('GET', '/health/ready');
    api.gateway.down = false;
    expect(down).toMatchObject({ status: 503, body: { status: 'unavailable', parts: [{ name: 'database', ok: true }, { name: 'temporal', ok: false, reason: 'Temporal does not answer.' }, { name: 'workers', ok: false }] } });
  });

  it('gives metrics by route pattern', async () => {
    await admin('GET', `/runs/01a2106f-f4a8-7281-a853-d67e449bdaf9`);
    const metrics = String((await admin('GET', '/metrics')).body['text']);
    expect(metrics).toContain('route="/api/v1/runs/:id"');
    expect(metrics).toContain('sztafeta_queue');
    expect(metrics).not.toContain('01a2106f');
  });

  it('survives a caller who hangs up in the middle of a body', async () => {
    const { port, hostname } = new URL(api.url);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write('POST /api/v1/integrations HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"pla');
        socket.destroy();
      });
      socket.once('close', () => resolve());
    });
    expect((await api.anonymous('GET', '/health/live')).status).toBe(200);
  });
});

describe('without a database', () => {
  it('everything answers 503 at once', async () => {
    const api = await startApi();
    const admin = await api.as('admin');
    expect((await admin('GET', '/platforms')).status).toBe(200);
    await api.dataSource.destroy();
    try {
      expect(await admin('GET', '/customers')).toMatchObject({ status: 503, body: { code: 'database_unavailable' } });
      expect(await admin('POST', '/integrations', {})).toMatchObject({ status: 503, body: { code: 'database_unavailable' } });
      expect(await api.anonymous('GET', '/health/ready')).toMatchObject({ status: 503, body: { parts: [{ name: 'database', ok: false }, {}, {}] } });
    } finally {
      await api.close();
    }
  });

  it('a refused connection is told as such', async () => {
    const away = createDataSource({ url: 'postgres://nobody@127.0.0.1:1/none', connectTimeoutMs: 500 });
    const { isDatabaseDown } = await import('./database-errors.js');
    const thrown: unknown = await away.initialize().catch((error: unknown) => error);
    expect(isDatabaseDown(thrown)).toBe(true);
    expect(isDatabaseDown(new Error('syntax error'))).toBe(false);
  });
});
