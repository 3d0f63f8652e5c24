import type { DeliveryEngine } from '../engine.js';
import type { DestinationRow, RouteRow } from '../rows.js';
import { exportPeople } from './export-people.js';
import { findExport } from './export-row.js';
import { routeRecords } from './route-records.js';

/** Moves the export of a route on by one page, if it has one. @returns how much was done; 0: nothing can be done now */
export async function exportStep(engine: DeliveryEngine, destination: DestinationRow, route: RouteRow): Promise<number> {
  const row = await findExport(engine.sync.dataSource, route.id);
  if (row === null) return 0;
  return row.cursor?.phase === 'people' ? exportPeople(engine, destination, route, row) : routeRecords(engine, route, row);
}
