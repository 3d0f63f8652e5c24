import type { Cell, Round } from './cell.js';
import type { PassFigures, ServiceFigures, SideFigures } from './figures.js';
import { middleBy } from './median.js';

/** A cell after all its rounds: the round in the middle by seconds of the first pass, side by side. */
export type CellResult = Cell & {
  readonly rounds: number;
  readonly service: SideFigures<ServiceFigures> | null;
  readonly baseline: SideFigures<PassFigures>;
  /** Rows per second of the service in percent of the loop's, median against median, pass by pass. */
  readonly share: { readonly first: number; readonly unchanged: number } | null;
  /** Seconds of all rounds, for the spread. */
  readonly seconds: { readonly service: readonly number[]; readonly baseline: readonly number[] };
};

const firstSeconds = (side: SideFigures<PassFigures>): number => side.first.seconds;

function percent(services: readonly SideFigures<PassFigures>[], baselines: readonly SideFigures<PassFigures>[], pass: 'first' | 'unchanged'): number {
  const of = (sides: readonly SideFigures<PassFigures>[]): number => middleBy(sides, (side) => side[pass].seconds)[pass].rowsPerSecond;
  return Math.round((100 * of(services)) / of(baselines));
}

export function summarise(cell: Cell, rounds: readonly Round[]): CellResult {
  const services = rounds.flatMap((round) => round.service ?? []);
  const baselines = rounds.map((round) => round.baseline);
  const measured = services.length > 0;
  return {
    ...cell,
    rounds: rounds.length,
    service: measured ? middleBy(services, firstSeconds) : null,
    baseline: middleBy(baselines, firstSeconds),
    share: measured ? { first: percent(services, baselines, 'first'), unchanged: percent(services, baselines, 'unchanged') } : null,
    seconds: { service: services.map(firstSeconds), baseline: baselines.map(firstSeconds) },
  };
}
