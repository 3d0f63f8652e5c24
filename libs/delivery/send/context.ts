import type { DeliveryEngine } from '../engine.js';
import type { DestinationRow, RouteRow } from '../rows.js';
import type { OpenDestination } from './open-destination.js';

/** What one step of a destination works with. */
export type SendContext = {
  readonly engine: DeliveryEngine;
  readonly destination: DestinationRow;
  /** Hash of the outside account. */
  readonly account: string;
  readonly open: OpenDestination;
  /** Routes by id. */
  readonly routes: ReadonlyMap<string, RouteRow>;
  readonly signal: AbortSignal;
};
