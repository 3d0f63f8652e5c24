import type { DataSource } from 'typeorm';
import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import type { DestinationDefinition } from '#libs/destinations/sdk/destination.js';
import type { AddressGuard } from '#libs/http/address-guard.js';
import type { KeyRing } from '#libs/security/key-ring.js';
import type { Logger } from '#libs/telemetry/logger.js';
import type { Metrics } from '#libs/telemetry/metrics.js';
import type { TemporalSettings } from '#libs/temporal/connect.js';
import type { TemporalGateway } from './temporal/temporal.gateway.js';

/** Everything the API is made of that comes from outside. */
export type ApiParts = {
  /** Initialised; closed by whoever made it. */
  readonly dataSource: DataSource;
  readonly keyRing: KeyRing;
  readonly guard: AddressGuard;
  readonly connectors: readonly ConnectorDefinition[];
  readonly destinations: readonly DestinationDefinition[];
  readonly temporal: TemporalSettings;
  /** Instead of the client of `temporal`; for tests of what the API does with its answers. */
  readonly gateway?: TemporalGateway;
  /** Where others reach this API, without a slash at the end; null: not known. */
  readonly publicUrl: string | null;
  /** The demo, where shop and service share one machine. */
  readonly publicUrlMayBeLoopback: boolean;
  readonly logger: Logger;
  readonly metrics: Metrics;
};
