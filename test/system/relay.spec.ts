import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Destination } from '../../tools/demo/relay/views.js';
import { readHistories } from '../support/histories.js';
import { callbackOf, confirmExport, startRelayHouse, until, untilExported, untilQuiet, type RelayHouse } from '../support/relay-house.js';

const QUIET = { confirmationMails: 0, workflowsByContacts: 0, workflowsByTags: 0, workflowsByEvents: 0, contactsRestored: 0 };
const PERSON = { email: 'kalina.rdest@poczta.example.pl', firstName: 'Kalina', lastName: 'Rdestowska' };

describe('the relay from IdoSell to SALESmanago, through the whole service', () => {
  let relay: RelayHouse;
  let clientId: number;

  beforeEach(async () => {
    relay = await startRelayHouse({ clients: 150, orders: 200, subscribers: 20, seed: 9, people: [PERSON] });
    clientId = relay.panel.control.ids('clients').find((id) => relay.panel.control.record('clients', id)?.['clientEmail'] === PERSON.email) ?? 0;
  });
  afterEach(async () => {
    await relay.close();
  });

  const exported = async (): Promise<void> => untilExported(relay, (await confirmExport(relay)).id);
  const purchases = (): string[] => (relay.account.control.contact(PERSON.email)?.events ?? []).filter(({ type }) => type === 'PURCHASE').map(({ texts }) => texts['externalId'] ?? '');
  const approval = (): string | undefined => relay.panel.control.subscriptions().find((one) => one.channel === 'email' && one.clientId === clientId)?.approval;

  /** Everything that is logged or in a history, and texts that must not be in it. */
  const saidAndSecret = async (): Promise<{ readonly everything: string; readonly canaries: readonly string[] }> => {
    const { account, callbacks, house, panel } = relay;
    const people = panel.control.ids('clients').map((id) => panel.control.record('clients', id) as { clientEmail?: string; clientBillingAddress?: Record<string, string> });
    const [token, parameter] = [/callbacks\/([^/]+)/u.exec(callbacks.optOut)?.[1], /sha1\(\$email\$(.*)\)/u.exec(callbacks.optOut)?.[1]];
    const texts = [token, parameter, account.apiSecret, account.v3Key, ...account.control.emails(), ...people.flatMap((row) => [row.clientEmail, row.clientBillingAddress?.['clientLastName'], row.clientBillingAddress?.['clientPhone1']])];
    const logs = readdirSync(join(house.dataDir, 'log')).map((name) => readFileSync(join(house.dataDir, 'log', name), 'utf8'));
    return { everything: [...(await readHistories(house)).texts, ...logs].join('\n'), canaries: texts.filter((text): text is string => typeof text === 'string' && text.trim().length >= 6) };
  };

  it('exports everybody silently, also when the worker is killed on the way, and the ledgers add up', async () => {
    const { account, house } = relay;
    const { id, counts } = await confirmExport(relay);
    await until(() => account.control.counts().contacts > 0);
    const restarts = house.service.worker.restarts();
    process.kill(house.service.worker.pid() ?? 0, 'SIGKILL');
    await until(() => house.service.worker.restarts() > restarts);
    await untilExported(relay, id);
    const promised = Object.values(counts?.contacts ?? {}).reduce((sum, count) => sum + count, 0);
    expect(promised).toBeGreaterThan(80);
    expect(account.control.counts()).toMatchObject({ contacts: promised, events: 0, removed: 0 });
    expect(account.control.counters()).toMatchObject(QUIET);
    expect(account.control.contact(PERSON.email)).toMatchObject({ name: 'Kalina Rdestowska', tags: expect.arrayContaining(['REJESTRACJA']) as string[], events: [] });
    const route = await untilQuiet(relay);
    expect(route.ledger).toMatchObject({ addsUp: true, collapsed: 0 });
    expect(route.deliveries).toMatchObject({ addsUp: true, failed: 0, unknown: 0, pending: 0 });
    expect((await house.rest.get<Destination>(`/destinations/${relay.destinationId}`)).ledger).toEqual(route.deliveries);
    // Once more changes nothing: whoever is there as they are is not written again.
    account.control.resetWrites();
    await exported();
    expect(account.control.writes()).toEqual([]);
  });

  it('tells once of an order placed now, however often the shop tells of it and changes it', async () => {
    const { account, house, panel } = relay;
    await exported();
    const serial = panel.control.sellTo(clientId);
    for (let copy = 0; copy < 4; copy += 1) panel.control.sendWebhook('orderCreated', serial);
    await until(() => purchases().length > 0);
    for (let change = 0; change < 10; change += 1) panel.control.touchOrder(serial, { note: `zmiana ${String(change)}`, paid: true });
    await panel.control.idle();
    await house.rest.post(`/integrations/${relay.integrationId}/sync-now`);
    await until(async () => (await house.dataSource.query<unknown[]>(`select 1 from run where kind = 'recurring' and state = 'complete'`)).length > 0);
    const route = await untilQuiet(relay);
    expect(purchases()).toEqual([expect.stringMatching(new RegExp(`-${String(serial)}$`, 'u'))]);
    expect(account.control.transactions()).toMatchObject({ purchases: 1, duplicates: [], unlinked: 0 });
    // A purchase made now and the tags of its categories may start something: that is what they are sent for. Nobody is new.
    expect(account.control.counters()).toMatchObject({ confirmationMails: 0, workflowsByContacts: 0 });
    expect([route.ledger.addsUp, route.deliveries.addsUp, route.deliveries.failed, route.deliveries.unknown]).toEqual([true, true, 0, 0]);
    const { items } = await house.rest.get<{ items: readonly { id: string }[] }>(`/customers?email=${encodeURIComponent(PERSON.email)}`);
    const told = await house.rest.get<{ items: readonly { effect: string; state: string | null; orderId: string | null }[] }>(`/customers/${items[0]?.id ?? ''}/deliveries`);
    expect(told.items.filter((one) => one.orderId === String(serial))).toEqual([expect.objectContaining({ effect: `event:PURCHASE:${String(serial)}`, state: 'delivered' })]);
  });

  it('brings an opt-out back to the shop, once, believes nobody without the key, and leaves no personal data and no secret in logs and histories', async () => {
    const { account, callbacks, panel } = relay;
    panel.control.setConsent(clientId, 1, 'email', 'y');
    await exported();
    account.control.resetWrites();
    expect((await fetch(callbackOf(callbacks.optOut, PERSON.email, 'wrong'))).status).toBe(403);
    expect((await fetch(callbacks.optOut)).status).toBe(403);
    await untilQuiet(relay);
    expect(approval()).toBe('y');
    account.control.setCallbacks({ ...callbacks, repeats: 3 });
    account.control.setCard(PERSON.email, { email: 'out' });
    await until(() => approval() === 'n');
    await account.control.idle();
    expect(account.control.callbacks().map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    // The shop tells of its changed client; nothing of it goes back to where it came from.
    panel.control.touchClient(clientId, { city: 'Hel' });
    await panel.control.idle();
    await untilQuiet(relay);
    expect(account.control.contact(PERSON.email)).toMatchObject({ optedOut: true });
    expect(panel.control.told()).toEqual([]);
    // One who is not there at all is answered and changes nothing.
    account.control.sendCallback('opt-out', 'nikt@example.pl');
    await account.control.idle();
    await untilQuiet(relay);
    expect(account.control.callbacks().at(-1)?.status).toBe(200);
    expect(account.control.contact('nikt@example.pl')).toBeNull();
    const { everything, canaries } = await saidAndSecret();
    expect(everything).toContain('/callbacks/*');
    expect(canaries.length).toBeGreaterThan(200);
    expect(canaries.filter((canary) => everything.includes(canary))).toEqual([]);
  });
});
