import type { HistoryFigures } from '../measure/history.js';
import type { TupleCounts } from '../measure/database.js';

/** Rows read by stream; the same for both sides, because they read the same shop. */
export type Rows = { readonly customers: number; readonly addresses: number; readonly orders: number };

/** What every pass is measured by. */
export type PassFigures = {
  readonly seconds: number;
  readonly ordersPerSecond: number;
  readonly rowsPerSecond: number;
  readonly rows: number;
  readonly written: number;
  /** The process that reads and writes: worker or loop. */
  readonly nodeCpuSeconds: number;
  readonly postgresCpuSeconds: number;
  readonly shopCpuSeconds: number;
  readonly peakRssMb: number;
  readonly walMb: number;
  readonly requests: number;
  readonly mostInFlight: number;
  /** Rows of data tables inserted, updated or deleted. */
  readonly dataRowsTouched: number;
  readonly tables: TupleCounts;
};

/** What only the service has. */
export type ServiceFigures = PassFigures & {
  readonly state: string;
  readonly ledgersAddUp: boolean;
  readonly apiCpuSeconds: number;
  readonly temporalCpuSeconds: number;
  readonly history: HistoryFigures;
  readonly ledgers: Readonly<Record<string, Readonly<Record<string, number>>>>;
};

/** First pass and unchanged pass of one side. `rowsMoved`: the physical place of a data row changed in the unchanged pass. */
export type SideFigures<Pass> = { readonly first: Pass; readonly unchanged: Pass; readonly rowsMoved: boolean };

export const rounded = (value: number, digits = 2): number => Math.round(value * 10 ** digits) / 10 ** digits;

export function rates(rows: Rows, seconds: number): Pick<PassFigures, 'seconds' | 'ordersPerSecond' | 'rowsPerSecond' | 'rows'> {
  const all = rows.customers + rows.addresses + rows.orders;
  return { seconds: rounded(seconds, 3), ordersPerSecond: Math.round(rows.orders / seconds), rowsPerSecond: Math.round(all / seconds), rows: all };
}
