import { Writable } from 'node:stream';
import { Failure } from '#libs/domain/failure.js';
import { createLogger } from './logger.js';
import { createMetrics } from './metrics.js';

const CANARIES = ['jan.kowalski@example.com', '+48 601 234 567', '601-234-567', 'Kowalskiewicz', 'S3CRETKEYVALUE'];
const [email, phone, shortPhone, surname, key] = CANARIES;

function collect(): { lines: () => Record<string, unknown>[]; text: () => string; stream: Writable } {
  let text = '';
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString();
      done();
    },
  });
  return { stream, text: () => text, lines: () => text.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('the logger', () => {
  it('writes one JSON object a line with part, level, time and fields', () => {
    const out = collect();
    createLogger('worker', { destination: out.stream, level: 'info' }).info({ runId: 'r1', pages: 3 }, 'page written');
    expect(out.lines()).toEqual([{ level: 'info', time: expect.any(String) as string, part: 'worker', runId: 'r1', pages: 3, message: 'page written' }]);
  });

  it('keeps ids, counts, hashes and moments as they are', () => {
    const out = collect();
    const fields = { id: '0199d3c0-7b5e-7c1a-8f00-5a5b5c5d5e5f', count: 601234567, hash: 'a'.repeat(32), at: '2026-11-25T01:02:03.000Z', ms: 12.5, ok: true, none: null };
    createLogger('worker', { destination: out.stream, level: 'info' }).info(fields, 'as is');
    expect(out.lines()[0]).toMatchObject(fields);
  });

  it('lets no address, phone, name or secret through, wherever it hides', () => {
    const out = collect();
    const logger = createLogger('worker', { destination: out.stream, level: 'debug' });
    const failure = new Failure({ kind: 'platform_defect', message: { pl: `p ${email}`, en: `e ${email}` }, detail: `ws_key=${key} ${phone}`, secrets: [key ?? ''], context: { note: `call ${phone}` } });
    const error = Object.assign(new Error(`duplicate key (email)=(${email})`), { cause: new Error(`token=${key} tel ${shortPhone}`) });
    logger.info({ email, phone, lastname: surname, nested: { deep: [{ firstName: surname, note: `mail ${email}` }] } }, `customer ${email} ${phone}`);
    logger.child({ customer: { email }, lastName: surname }).warn({ headers: { Authorization: `Basic ${key}`, cookie: key } }, 'with bindings');
    logger.error({ err: error }, 'failed');
    logger.error(error, 'failed again');
    logger.error(failure);
    logger.info('customer %s phone %s', email, phone);
    logger.info({ url: `https://user:${key}@shop.example.com/?ws_key=${key}` }, `token: ${key}`);
    logger.info({ credentials: { anything: key }, api_key: key, 'x-api-key': key });
    logger.child({ a: 1 }).child({ phone }).child({ text: `to ${email}` }).info('grandchild');
    logger.info({ req: { method: 'GET', url: `/api/v1/customers?email=${email}`, headers: { 'x-api-key': key } } }, 'request');
    logger.info({ socket: new (class Socket { readonly secret = key; })() }, 'an object that is no data');
    for (const canary of CANARIES) expect(out.text()).not.toContain(canary);
    expect(out.lines()).toHaveLength(11);
    expect(out.text()).toContain('"kind":"platform_defect"');
    expect(out.lines()[9]).toMatchObject({ req: { method: 'GET', url: '/api/v1/customers' } });
    expect(out.lines()[10]).toMatchObject({ socket: '[Socket]' });
  });

  it('shortens what is endless and does not follow circles', () => {
    const out = collect();
    const circle: Record<string, unknown> = { text: 'x'.repeat(100_000) };
    circle['self'] = circle;
    createLogger('worker', { destination: out.stream, level: 'info' }).info(circle, 'circle');
    expect(out.text().length).toBeLessThan(60_000);
    expect(out.lines()).toHaveLength(1);
  });
});

describe('metrics', () => {
  it('are exposed by name in the text format, one registry apart from another', async () => {
    const [one, two] = [createMetrics({ processMetrics: false }), createMetrics({ processMetrics: false })];
    one.runsEnded.inc({ platform: 'prestashop', kind: 'initial', state: 'complete' });
    one.requests.inc({ account: 'abc', status: '200' });
    one.pageSeconds.observe({ stream: 'orders' }, 0.008);
    expect(await one.registry.metrics()).toContain('sztafeta_runs_ended_total{platform="prestashop",kind="initial",state="complete"} 1');
    expect(await one.registry.metrics()).toContain('sztafeta_page_write_seconds_bucket{le="0.01",stream="orders"} 1');
    expect(await two.registry.metrics()).not.toContain('prestashop');
  });
});
