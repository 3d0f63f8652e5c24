import { eventually } from '../../apps/worker/testing/eventually.js';
import { ownNamespace } from '../../apps/worker/testing/own-namespace.js';
import { scheduleIds } from '#workflows/names.js';
import type { TemporalClient } from './connect.js';
import { connectTemporal } from './connect.js';
import { ensureRecurringSchedule, removeRecurringSchedule, scheduledIntegrations, spread } from './recurring-schedule.js';
import { registerSearchAttributes } from './search-attributes.js';

const OWNER = { workspaceId: 'workspace-1', integrationId: 'integration-1', platform: 'prestashop', code: 'PS1' };
const HALF_HOUR = 1_800_000;

describe('the schedule of recurring syncs', () => {
  let temporal: TemporalClient;

  beforeAll(async () => {
    temporal = await ownNamespace();
    await registerSearchAttributes(temporal.connection, temporal.namespace);
  });
  afterAll(async () => {
    await temporal.close();
  });

  const handle = () => temporal.client.schedule.getHandle(scheduleIds.recurringSync(OWNER.integrationId));

  it('registers the search attributes once', async () => {
    await eventually(async () => (await registerSearchAttributes(temporal.connection, temporal.namespace)).length === 0);
  });

  it('is made once, with a spread that stays inside the interval', async () => {
    expect([await ensureRecurringSchedule(temporal.client, OWNER, HALF_HOUR), await ensureRecurringSchedule(temporal.client, OWNER, HALF_HOUR)]).toEqual([true, false]);
    const found = await handle().describe();
    expect(found.policies).toMatchObject({ overlap: 'SKIP', catchupWindow: HALF_HOUR });
    expect((found.spec.intervals?.[0]?.every ?? 0) + (found.spec.jitter ?? 0)).toBe(HALF_HOUR);
  });

  it('is corrected when somebody paused it or the interval changed', async () => {
    await handle().pause('by hand');
    expect(await ensureRecurringSchedule(temporal.client, OWNER, HALF_HOUR)).toBe(true);
    expect((await handle().describe()).state.paused).toBe(false);
    expect(await ensureRecurringSchedule(temporal.client, OWNER, 480_000)).toBe(true);
    expect((await handle().describe()).spec.intervals?.[0]?.every).toBe(spread(480_000).everyMs);
    await eventually(async () => (await scheduledIntegrations(temporal.client)).get(OWNER.integrationId)?.everyMs === spread(480_000).everyMs);
  });

  it('is removed once', async () => {
    expect([await removeRecurringSchedule(temporal.client, OWNER.integrationId), await removeRecurringSchedule(temporal.client, OWNER.integrationId)]).toEqual([true, false]);
  });

  it('fails where Temporal is away, instead of waiting for it', async () => {
    const away = connectTemporal({ address: '127.0.0.1:1', namespace: 'default' });
    await expect(away.call((client) => client.workflowService.getSystemInfo({}))).rejects.toThrow();
    await away.close();
  });
});
