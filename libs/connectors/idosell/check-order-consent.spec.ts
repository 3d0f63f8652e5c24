import { startIdoSellSandbox, type IdoSellSandbox } from '../../../apps/sandbox/idosell/idosell-sandbox.js';
import type { IdoSellSandboxOptions } from '../../../apps/sandbox/idosell/options.js';
import type { CheckReport, Tick } from '../sdk/check.js';
import { calm, openSimulated, readLane, streamNamed, type OpenedAccount } from '../sdk/conformance-harness.js';
import { orderConsentOf } from './check-order-consent.js';
import { idosell } from './idosell.connector.js';

let sandbox: IdoSellSandbox;
let account: OpenedAccount;

async function open(options: IdoSellSandboxOptions = {}): Promise<void> {
  sandbox = await startIdoSellSandbox({ clients: 30, orders: 30, ...options });
  account = openSimulated(idosell, {
    credentials: { address: sandbox.url, key: sandbox.key }, secrets: [sandbox.key], nowMs: Date.now,
    settings: { idField: 'a', lastOrderField: 'b', requestsPerMinute: 3_000 },
  });
}
afterEach(async () => {
  await account.close();
  await sandbox.stop();
});

const tickOf = ({ ticks }: CheckReport): Tick | undefined => ticks.find(({ code }) => code === 'order_consent');

describe('the consent to share data in orders', () => {
  it('is ticked where the API gives it, and read from orders', async () => {
    await open({ orderConsent: true });
    const report = await account.connector.check(calm());
    expect(tickOf(report)).toMatchObject({ state: 'ok', required: false });
    expect(report.facts).toMatchObject({ orderConsent: true });
    const { records } = await readLane(streamNamed(account.connector, 'orders'), 'backfill');
    const states = records.flatMap((record) => (record.kind === 'order' ? (record.consents ?? []) : [])).map(({ kind, channel, state }) => `${kind}/${channel}/${state}`);
    expect(new Set(states)).toEqual(new Set(['data_sharing/any/granted', 'data_sharing/any/refused']));
  });

  it('is missed where the API does not give it, with what to do', async () => {
    await open();
    const report = await account.connector.check(calm());
    expect(tickOf(report)).toMatchObject({ state: 'missing', required: false });
    expect(tickOf(report)?.fix?.pl).toContain('Treść zgody na udostępnianie informacji o zamówieniu');
    expect(tickOf(report)?.fix?.en).toContain('another source');
    expect(tickOf(report)?.fix?.en).toContain('The newsletter approval does not stand in for it');
    expect(tickOf(report)?.fix?.pl).toContain('Zgoda na newsletter jej nie zastępuje');
    expect(report.facts).toMatchObject({ orderConsent: false });
  });

  it('appears with the next check once the shop asks for it', async () => {
    await open();
    sandbox.control.setOrderConsent(true);
    expect((await account.connector.check(calm())).facts).toMatchObject({ orderConsent: true });
  });

  it('is not known of a shop without orders', async () => {
    await open({ clients: 1, orders: 1 });
    for (const id of sandbox.control.ids('orders')) sandbox.control.removeOrder(id);
    const report = await account.connector.check(calm());
    expect(tickOf(report)).toMatchObject({ state: 'unknown' });
    expect(report.facts).toMatchObject({ orderConsent: null });
  });

  it('is not known without the right to orders', async () => {
    await open({ orderConsent: true });
    sandbox.control.setKey({ rights: { OMS: '' } });
    const report = await account.connector.check(calm());
    expect(tickOf(report)).toMatchObject({ state: 'unknown', required: false });
    expect(report.facts).toMatchObject({ orderConsent: null });
  });

  it('costs no request of its own', async () => {
    await open();
    await account.connector.check(calm());
    expect(sandbox.control.stats().byResource['orders/orders/search']).toBe(1);
  });

  it('that is switched off in all of them is not there, although the API gives it', async () => {
    await open({ clients: 1, orders: 0 });
    const rows = [{ orderDetails: { emailProcessingConsent: 'disabled' } }, { orderDetails: {} }, null];
    expect(orderConsentOf(rows)).toMatchObject({ fact: true, tick: { state: 'missing' } });
    expect(orderConsentOf([...rows, { emailProcessingConsent: 'no' }])).toMatchObject({ fact: true, tick: { state: 'ok' } });
  });
});
