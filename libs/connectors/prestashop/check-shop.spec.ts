import type { Failure } from '#libs/domain/failure.js';
import { startPrestaShopSandbox, type PrestaShopSandbox } from '../../../apps/sandbox/prestashop/prestashop-sandbox.js';
import { missingTicks, type CheckReport } from '../sdk/check.js';
import { calm, failureFrom, openSimulated, type OpenedAccount } from '../sdk/conformance-harness.js';
import { prestashop } from './prestashop.connector.js';
import { RIGHTS } from './rights.js';

let sandbox: PrestaShopSandbox;
let nowMs = Date.parse('2026-01-15T10:00:00Z');
const opened: OpenedAccount[] = [];

beforeEach(async () => {
  sandbox = await startPrestaShopSandbox({ customers: 20, orders: 20, shops: 2, now: () => nowMs, historyEnd: '2026-01-10T10:00:00Z' });
});

afterEach(async () => {
  for (const account of opened.splice(0)) await account.close();
  await sandbox.stop();
});

function check(credentials: Record<string, unknown> = {}): Promise<CheckReport> {
  const account = { credentials: { address: sandbox.url, key: sandbox.key, ...credentials }, settings: { idField: 'ps' }, secrets: [sandbox.key], nowMs: () => nowMs };
  const simulated = openSimulated(prestashop, account);
  opened.push(simulated);
  return simulated.connector.check(calm());
}

const failed = (credentials: Record<string, unknown> = {}): Promise<Failure> => failureFrom(() => check(credentials));

describe('what a shop owner is told', () => {
  it('names every right with a tick of its own', async () => {
    const { ticks } = await check();
    expect(ticks.map((tick) => tick.code)).toEqual(['webservice_enabled', 'key_accepted', ...RIGHTS, 'clean_answers', 'clock']);
    expect(ticks.every((tick) => tick.state === 'ok')).toBe(true);
  });

  it.each(RIGHTS)('says how to give the missing right %s', async (right) => {
    sandbox.control.setKey({ rights: { [right]: [] } });
    const report = await check();
    expect(missingTicks(report).map((tick) => tick.code)).toEqual([right]);
    expect(missingTicks(report)[0]?.fix?.pl).toContain('Zaawansowane → Webservice');
    expect(missingTicks(report)[0]?.fix?.en).toContain('Advanced Parameters → Webservice');
    expect(missingTicks(report)[0]?.fix?.en).toContain(`"${right}"`);
  });

  it('does not take a right to HEAD for a right to read', async () => {
    sandbox.control.setKey({ rights: { customers: ['HEAD'] } });
    expect(missingTicks(await check()).map((tick) => tick.code)).toEqual(['customers']);
  });

  it('webservice switched off', async () => {
    sandbox.control.disableWebservice(true);
    const failure = await failed();
    expect([failure.kind, failure.code]).toEqual(['configuration_invalid', 'webservice_disabled']);
    expect(failure.fix?.pl).toContain('Włącz webservice (API) PrestaShop');
    expect(failure.fix?.en).toContain("Enable PrestaShop's webservice");
    expect(opened[0]?.budget.blocks).toEqual([]);
  });

  it('key switched off or unknown', async () => {
    sandbox.control.setKey({ active: false });
    expect([(await failed()).kind, (await failed()).code]).toEqual(['credentials_rejected', 'key_rejected']);
    expect((await failed({ key: 'X'.repeat(32) })).code).toBe('key_rejected');
  });

  it('key without any right', async () => {
    sandbox.control.setKey({ replace: true });
    const failure = await failed();
    expect([failure.kind, failure.code]).toEqual(['permission_missing', 'key_without_rights']);
    for (const right of RIGHTS) expect(failure.fix?.pl).toContain(right);
  });

  it('key not linked to this shop', async () => {
    sandbox.control.setKey({ shops: [2] });
    const failure = await failed();
    expect([failure.kind, failure.code]).toEqual(['permission_missing', 'key_not_for_shop']);
    expect(failure.fix?.pl).toContain('Powiązanie sklepu');
  });

  it('a shop id that is not there, and a host that leads elsewhere', async () => {
    const unknown = await failed({ idShop: '9' });
    expect([unknown.kind, unknown.code]).toEqual(['configuration_invalid', 'host_redirects']);
    sandbox.control.setFault({ kind: 'redirect', resource: '' });
    expect((await failed()).text.en).toContain(sandbox.url);
  });

  it('a page instead of the API', async () => {
    sandbox.control.setFault({ kind: 'html' });
    const failure = await failed();
    expect([failure.kind, failure.code]).toEqual(['configuration_invalid', 'not_the_api']);
    expect(failure.fix?.pl).toContain('Przyjazny adres URL');
    sandbox.control.setFault(null);
    expect((await failed({ address: `${sandbox.url}/nie-ma-tu-sklepu` })).code).toBe('not_the_api');
  });

  it('a server that strips the authorisation header', async () => {
    sandbox.control.setFault({ kind: 'no-authorization' });
    const failure = await failed();
    expect([failure.kind, failure.code]).toEqual(['configuration_invalid', 'authorization_stripped']);
    expect(failure.fix?.en).toContain('CGIPassAuth On');
  });

  it('PHP notices in front of answers: works, with an advice', async () => {
    sandbox.control.setFault({ kind: 'php-notice' });
    const report = await check();
    expect(missingTicks(report)).toEqual([]);
    const clean = report.ticks.find((tick) => tick.code === 'clean_answers');
    expect([clean?.state, clean?.required]).toEqual(['missing', false]);
    expect(clean?.fix?.pl).toContain('Tryb debugowania');
  });

  it('a clock that is off', async () => {
    nowMs += 60 * 60_000;
    sandbox.control.setClock('2026-01-15T10:00:00Z');
    const report = await check();
    expect(report.facts['clockSkewMs']).toBe(-60 * 60_000);
    expect(report.ticks.find((tick) => tick.code === 'clock')).toMatchObject({ state: 'missing', required: false });
    nowMs -= 60 * 60_000;
  });

  it('one resource that breaks is unknown, not missing', async () => {
    sandbox.control.setFault({ kind: 'empty-500', resource: 'orders' });
    const report = await check();
    expect(report.ticks.filter((tick) => tick.state !== 'ok').map((tick) => [tick.code, tick.state])).toEqual([['orders', 'unknown']]);
    expect(missingTicks(report)).toEqual([]);
  });
});
