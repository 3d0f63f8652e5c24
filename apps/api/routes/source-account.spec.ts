import { newId } from '#libs/domain/ids.js';
import type { JsonObject } from '#libs/domain/words.js';
import { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import { startApi, type ApiHarness } from '../testing/api-harness.js';
import { addRecord, orderRecord } from '../testing/card-rows.js';
import { addDestination, addRoute } from '../testing/relay-rows.js';
import { findSourceAccount } from './source-account.js';

const BORN = ['2026-02-03T10:00:00.000Z', '2026-02-03T10:00:01.000Z', '2026-02-03T10:00:02.000Z'] as const;
/** As the platform says it: the same moment in another form. */
const probe = (id: string, createdAt: string): JsonObject => ({ id, createdAt: createdAt.replace('.000Z', '+00:00') });

describe('the outside account of an integration that is known by its orders', () => {
  let api: ApiHarness;

  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(async () => {
    await api.close();
  });
  afterEach(async () => {
    await api.dataSource.query('truncate source_record, route, integration cascade');
  });

  type Hub = { readonly token?: string; readonly probes?: unknown; readonly orders?: Readonly<Record<string, string | null>>; readonly platform?: string; readonly workspaceId?: string };

  async function addHub({ token = newId(), probes, orders = {}, platform = 'baselinker', workspaceId = api.workspaceId }: Hub = {}): Promise<string> {
    const id = newId();
    await api.dataSource.query(
      `insert into integration (id, workspace_id, platform, code, name, state, account_key, check_report) values ($1, $2, $3, $4, 'Hub', 'running', $5, $6)`,
      [id, workspaceId, platform, id, token.replaceAll('-', ''), JSON.stringify({ ticks: [], facts: probes === undefined ? {} : { probes } })],
    );
    for (const [number, createdAt] of Object.entries(orders)) {
      await addRecord({ dataSource: api.dataSource, workspaceId }, id, null, orderRecord(number, '', { ownerId: null, createdAt: createdAt === null ? null : { utc: createdAt } }));
    }
    return id;
  }

  /** A hub whose purchases were sent under `account`. */
  async function addSent(hub: Hub, account = 'a'.repeat(32)): Promise<string> {
    const id = await addHub(hub);
    const place = { dataSource: api.dataSource, workspaceId: hub.workspaceId ?? api.workspaceId };
    await api.dataSource.query('update route set source_account = $2 where id = $1', [await addRoute(place, id, await addDestination(place)), account]);
    return id;
  }

  async function accountOf(id: string): Promise<string> {
    const found = await api.dataSource.manager.findOneByOrFail(IntegrationEntity, { id });
    return await findSourceAccount(api.dataSource.manager, found, found.accountKey ?? '');
  }

  const SENT = 'a'.repeat(32);
  const PROBES = [probe('31', BORN[0]), probe('32', BORN[1]), probe('33', BORN[2])];

  it('is that of an earlier integration, also a deleted one, whose stored orders were born at the same moments', async () => {
    const earlier = await addSent({ orders: { 32: BORN[1], 7: BORN[0] } });
    await api.dataSource.query('update integration set deleted_at = now() where id = $1', [earlier]);
    expect(await accountOf(await addHub({ probes: PROBES }))).toBe(SENT);
  });

  it('is that of an earlier one when what both have stored agrees, though the check has seen other orders', async () => {
    await addSent({ orders: { 901: BORN[0], 902: BORN[1] } });
    expect(await accountOf(await addHub({ probes: PROBES, orders: { 901: BORN[0], 950: BORN[2] } }))).toBe(SENT);
  });

  it('stays its own when a single order disagrees, or none is known of both', async () => {
    await addSent({ orders: { 31: BORN[0], 32: BORN[2] } });
    await addSent({ orders: { 80: BORN[0] } }, 'b'.repeat(32));
    await addSent({ orders: { 33: null } }, 'c'.repeat(32));
    const token = newId();
    expect(await accountOf(await addHub({ token, probes: PROBES }))).toBe(token.replaceAll('-', ''));
  });

  it('does not reach into other workspaces or platforms', async () => {
    await addSent({ orders: { 31: BORN[0] }, workspaceId: api.otherWorkspaceId });
    await addSent({ orders: { 31: BORN[0] }, platform: 'idosell' });
    expect(await accountOf(await addHub({ probes: PROBES }))).not.toBe(SENT);
  });

  it('stays what its own routes were started with when a new token leads to the same orders, and only then', async () => {
    const id = await addSent({ probes: [probe('31', BORN[0])], orders: { 31: BORN[0], 32: BORN[1] } });
    expect(await accountOf(id)).toBe(SENT);
    // Its own stored orders say nothing about where its new token leads.
    await api.dataSource.query(`update integration set check_report = $2 where id = $1`, [id, JSON.stringify({ ticks: [], facts: { probes: [probe('99', BORN[0])] } })]);
    expect(await accountOf(id)).not.toBe(SENT);
  });

  it.each([[undefined], ['nonsense'], [[null, {}, { id: '31' }, { id: 31, createdAt: BORN[0] }, { id: '31', createdAt: 'yesterday' }]]])('is not told by what is no probe: %j', async (probes) => {
    await addSent({ orders: { 31: BORN[0] } });
    expect(await accountOf(await addHub({ probes, orders: { 31: BORN[0] } }))).not.toBe(SENT);
  });
});
