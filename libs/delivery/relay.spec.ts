import { buildEngine, connectIdoSell, openRunRow, runToEnd, drainInbox, type ConnectedPanel, type EngineHouse } from '../../test/support/engine.js';
import { addRoute, connectSalesmanago, deliverAll, exportAll, ledgerOf, outboxOf, type Account } from '../../test/support/relay.js';

describe('IdoSell to SALESmanago', () => {
  let house: EngineHouse;
  let panel: ConnectedPanel;
  let account: Account;
  let routeId: string;

  beforeAll(async () => {
    house = await buildEngine();
    panel = await connectIdoSell(house, { clients: 60, orders: 120, subscribers: 20, seed: 7 });
    await runToEnd(house, await openRunRow(house, panel.integrationId, 'initial'));
    await drainInbox(house, panel.integrationId);
    account = await connectSalesmanago(house);
    routeId = await addRoute(house, { integrationId: panel.integrationId, destinationId: account.destinationId });
  });
  afterAll(async () => {
    await panel.sandbox.stop();
    await account.sandbox.stop();
    await house.close();
  });

  it('sends nothing of what was there before an export was confirmed', async () => {
    await deliverAll(account);
    expect(account.sandbox.control.counts()).toMatchObject({ contacts: 0, events: 0 });
  });

  it('exports silently and once', async () => {
    const counts = await exportAll(house, account, routeId);
    const [ledger, outbox] = [await ledgerOf(house, routeId), await outboxOf(house, routeId)];
    const { contacts } = counts as { contacts: Record<string, number> };
    const promised = Object.values(contacts).reduce((sum, count) => sum + count, 0);
    expect(promised).toBeGreaterThan(40);
    expect(account.sandbox.control.counts()).toMatchObject({ contacts: promised, events: 0 });
    expect(account.sandbox.control.counters()).toMatchObject({ confirmationMails: 0, workflowsByContacts: 0, workflowsByTags: 0, workflowsByEvents: 0 });
    expect(ledger.considered).toBe(ledger.queued + ledger.collapsed + ledger.already_sent + ledger.excluded);
    expect(outbox).toEqual({ queued: ledger.queued, delivered: ledger.queued, failed: 0, cancelled: 0, open: 0 });
  });
});
