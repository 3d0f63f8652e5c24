import { setTimeout as delay } from 'node:timers/promises';
import { workflowIds } from '#workflows/names.js';
import { askOne, dataRows, rowPlaces, touched, tupleCounts } from '../measure/database.js';
import { historyOf } from '../measure/history.js';
import { meter } from '../measure/meter.js';
import { peakRssMb } from '../measure/processes.js';
import { connectShop } from '../service/integration.js';
import type { Launched } from '../service/launch.js';
import { addsUp, ledgersOf, startRun, untilEnded } from '../service/run.js';
import type { SimulatedShop } from '../shop.js';
import { rates, type Rows, type ServiceFigures, type SideFigures } from './figures.js';

const TIME_LIMIT_MS = 30 * 60_000;
/** Sessions that stay open hand in their table statistics after ten idle seconds at the latest. */
const STATISTICS_ARRIVE_MS = 11_000;

type PassInput = { readonly launched: Launched; readonly shop: SimulatedShop; readonly integrationId: string; readonly kind: 'initial-sync' | 'reread'; readonly rows: Rows };

async function pass({ launched, shop, integrationId, kind, rows }: PassInput): Promise<ServiceFigures> {
  const { rest, databaseUrl, service } = launched;
  const pids = launched.pids();
  const before = await tupleCounts(databaseUrl);
  await shop.resetStats();
  const used = await meter({ ...pids, shop: shop.pid }, databaseUrl);
  const runId = await startRun(rest, integrationId, kind);
  const run = await untilEnded(rest, runId, TIME_LIMIT_MS);
  const use = await used();
  const stats = await shop.stats();
  const { seconds } = await askOne<{ seconds: number }>(databaseUrl, 'select extract(epoch from ended_at - created_at)::float8 as seconds from run where id = $1', [runId]);
  const workflowId = kind === 'reread' ? workflowIds.reread(integrationId) : workflowIds.initialSync(integrationId);
  const history = await historyOf(service.stack.temporalAddress, service.stack.temporalNamespace, workflowId);
  await delay(STATISTICS_ARRIVE_MS);
  const tables = touched(before, await tupleCounts(databaseUrl));
  return {
    ...rates(rows, seconds),
    state: run.state,
    ledgersAddUp: addsUp(run),
    ledgers: ledgersOf(run),
    written: run.total.written,
    nodeCpuSeconds: use.cpuSeconds['worker'] ?? 0,
    apiCpuSeconds: use.cpuSeconds['api'] ?? 0,
    temporalCpuSeconds: use.cpuSeconds['temporal'] ?? 0,
    postgresCpuSeconds: use.cpuSeconds['postgres'] ?? 0,
    shopCpuSeconds: use.cpuSeconds['shop'] ?? 0,
    peakRssMb: Math.round(peakRssMb(pids.worker)),
    walMb: use.walMb,
    requests: stats.requests,
    mostInFlight: stats.maxInFlight,
    history,
    dataRowsTouched: dataRows(tables),
    tables,
  };
}

/** Connects the shop, then measures the first synchronisation and a second one over the same data. */
export async function measureService(launched: Launched, shop: SimulatedShop, inFlight: number, rows: Rows): Promise<SideFigures<ServiceFigures>> {
  const integrationId = await connectShop(launched.rest, shop, inFlight);
  const first = await pass({ launched, shop, integrationId, kind: 'initial-sync', rows });
  const places = await rowPlaces(launched.databaseUrl);
  const unchanged = await pass({ launched, shop, integrationId, kind: 'reread', rows });
  return { first, unchanged, rowsMoved: places !== (await rowPlaces(launched.databaseUrl)) };
}
