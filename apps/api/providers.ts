import type { Provider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { SecretStore } from '#libs/security/secret-store.js';
import { connectTemporal } from '#libs/temporal/connect.js';
import { AuditService } from './audit/audit.service.js';
import { AuthGuard } from './auth/auth.guard.js';
import { DestinationCatalog } from './destinations/destination-catalog.js';
import { PublicAddress } from './hooks/public-address.js';
import { ProblemFilter } from './http/problem.filter.js';
import { ValidationPipe } from './http/validation.pipe.js';
import { MetricsInterceptor } from './metrics/metrics.interceptor.js';
import type { ApiParts } from './parts.js';
import { ConnectorCatalog } from './platforms/connector-catalog.js';
import { ClientTemporalGateway } from './temporal/client-temporal.gateway.js';
import { TemporalGateway } from './temporal/temporal.gateway.js';
import { ADDRESS_GUARD, METRICS } from './tokens.js';

/** What every resource shares. */
export function sharedProviders(parts: ApiParts): Provider[] {
  return [
    { provide: DataSource, useValue: parts.dataSource },
    { provide: SecretStore, useValue: new SecretStore(parts.dataSource, parts.keyRing) },
    { provide: ConnectorCatalog, useValue: new ConnectorCatalog(parts.connectors) },
    { provide: DestinationCatalog, useValue: new DestinationCatalog(parts.destinations) },
    { provide: PublicAddress, useValue: new PublicAddress(parts.publicUrl, parts.publicUrlMayBeLoopback) },
    { provide: ADDRESS_GUARD, useValue: parts.guard },
    { provide: METRICS, useValue: parts.metrics },
    { provide: TemporalGateway, useFactory: () => parts.gateway ?? new ClientTemporalGateway(connectTemporal(parts.temporal)) },
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_PIPE, useClass: ValidationPipe },
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_INTERCEPTOR, useClass: MetricsInterceptor },
    AuditService,
  ];
}
