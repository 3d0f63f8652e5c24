import { cardOf, dumpRows, foundIn, askForErasure, receiptOf } from '../../test/support/erasing.js';
import { customer, store, addSource, order, ago } from '../../test/support/relay-records.js';
import { workflowIds } from '#workflows/names.js';
import { eventually } from './testing/eventually.js';
import type { WorkerHouse } from './testing/worker-house.js';
import { buildWorkerHouse } from './testing/worker-house.js';

const CANARIES = ['kanarek@example.com', 'Ofelia', 'Kanarkowa'];

describe('erasures in the worker', () => {
  let at: WorkerHouse;

  beforeAll(async () => {
    at = await buildWorkerHouse();
    await at.start();
  });
  afterAll(async () => {
    await at.close();
  });

  const doneOf = async (id: string): Promise<boolean> => (await at.rows<{ state: string }>(`select state from erasure where id = $1`, [id]))[0]?.state === 'done';

  it('are carried out when the row alone was written, in one flow whose history holds ids and counts', async () => {
    const source = await addSource(at.house, 'S1');
    await store(at.house, source, [customer('1', 'kanarek@example.com', { firstName: 'Ofelia', createdAt: ago(60) }), order('11', '1', { createdAt: ago(60), note: 'ulica Kanarkowa' }), customer('2', 'other@example.com')]);
    const card = await cardOf(at.house, 'kanarek@example.com');
    const id = await askForErasure(at.house, card);
    await eventually(() => doneOf(id));
    expect(foundIn(await dumpRows(at.house), CANARIES)).toEqual([]);
    expect(await cardOf(at.house, 'other@example.com')).not.toBe(card);
    expect((await receiptOf(at.house, id)).search).toMatchObject({ found: [], unread: [] });
    const handle = at.temporal.client.workflow.getHandle(workflowIds.erase(id));
    expect(await handle.result()).toEqual({ found: 0 });
    const history = JSON.stringify(await handle.fetchHistory(), (_key, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value));
    expect(history).toContain(id);
    expect(foundIn([`history: ${history}`], [...CANARIES, card])).toEqual([]);
  });

  it('are finished by another try when a step of theirs has failed', async () => {
    const source = await addSource(at.house, 'S2');
    await store(at.house, source, [customer('1', 'druga.kanareczka@example.com', { firstName: 'Ofeliana', createdAt: ago(60) })]);
    const id = await askForErasure(at.house, await cardOf(at.house, 'druga.kanareczka@example.com'));
    // Nothing can be removed while the table of hashes is away, as in the middle of a restart.
    const blocked = await at.rows(`alter table tombstone rename to tombstone_away`).then(() => true);
    expect(blocked).toBe(true);
    await eventually(async () => (await at.temporal.client.workflow.getHandle(workflowIds.erase(id)).describe().catch(() => null))?.raw.pendingActivities?.some((step) => (step.attempt ?? 0) > 1) === true);
    expect(await cardOf(at.house, 'druga.kanareczka@example.com')).toBeDefined();
    await at.rows(`alter table tombstone_away rename to tombstone`);
    await eventually(() => doneOf(id));
    expect(foundIn(await dumpRows(at.house), ['druga.kanareczka', 'Ofeliana'])).toEqual([]);
  });
});
