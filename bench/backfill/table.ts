import type { PassFigures, ServiceFigures, SideFigures } from './figures.js';
import type { CellResult } from './summary.js';

const HEAD = ['ms', 'in flight', 'side', 'pass', 'seconds', 'orders/s', 'rows/s', '% of loop', 'CPU node', 'CPU PG', 'CPU shop', 'peak MB', 'WAL MB', 'requests', 'written', 'data rows'];

const cells = (pass: PassFigures, share: string): string[] => [
  pass.seconds.toFixed(2), String(pass.ordersPerSecond), String(pass.rowsPerSecond), share, pass.nodeCpuSeconds.toFixed(1), pass.postgresCpuSeconds.toFixed(1),
  pass.shopCpuSeconds.toFixed(1), String(pass.peakRssMb), String(pass.walMb), String(pass.requests), String(pass.written), String(pass.dataRowsTouched),
];

function linesOf({ latencyMs, inFlight, service, baseline, share }: CellResult): string[][] {
  const where = [String(latencyMs), String(inFlight)];
  const side = (name: string, figures: SideFigures<PassFigures>, first: string, unchanged: string): string[][] => [
    [...where, name, 'first', ...cells(figures.first, first)],
    [...where, name, 'unchanged', ...cells(figures.unchanged, unchanged)],
  ];
  return [
    ...(service === null ? [] : side('service', service, share === null ? '' : String(share.first), share === null ? '' : String(share.unchanged))),
    ...side('loop', baseline, '100', '100'),
  ];
}

/** Aligned text; numbers to the right. */
export function table(results: readonly CellResult[]): string {
  const rows = [HEAD, ...results.flatMap(linesOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((text, column) => text.padStart(widths[column] ?? 0)).join('  ')).join('\n');
}

function passNote(name: string, pass: ServiceFigures): string {
  const { history, apiCpuSeconds, temporalCpuSeconds, state, ledgersAddUp } = pass;
  return (
    `  ${name}: ${state}, ledgers ${ledgersAddUp ? 'add up' : 'DO NOT ADD UP'}; Temporal: ${String(history.events)} events, ${String(Math.round(history.bytes / 1_024))} KiB, ` +
    `${String(history.steps)} steps, ${String(history.runs)} runs; CPU of API ${apiCpuSeconds.toFixed(1)} s, of Temporal ${temporalCpuSeconds.toFixed(1)} s`
  );
}

/** What the table has no room for. */
export function notes(results: readonly CellResult[]): string {
  return results
    .flatMap(({ latencyMs, inFlight, service }) =>
      service === null
        ? []
        : [
            `Service at ${String(latencyMs)} ms, ${String(inFlight)} in flight:`,
            passNote('first pass', service.first),
            passNote('unchanged pass', service.unchanged),
            `  unchanged pass: ${String(service.unchanged.dataRowsTouched)} data rows touched, ${service.rowsMoved ? 'SOME ROWS MOVED' : 'no row moved'}; tables touched: ${Object.keys(service.unchanged.tables).join(', ') || 'none'}`,
          ],
    )
    .join('\n');
}
