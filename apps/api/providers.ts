import type { Provider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { SecretStore } from '#libs/security/secret-store.js';
import { connectTemporal } from '#libs/temporal/connect.js';
import { AuditService } from './audit/audit.service.js';
import { AuthGuard } from './auth/auth.guard.js';
import { CustomFieldsService } from './custom-fields/custom-fields.service.js';
import { HealthService } from './health/health.service.js';
import { ProblemFilter } from './http/problem.filter.js';
import { ValidationPipe } from './http/validation.pipe.js';
import { AuthenticateService } from './integrations/authenticate.service.js';
import { FirstSyncService } from './integrations/first-sync.service.js';
import { IntegrationLifeService } from './integrations/integration-life.service.js';
import { IntegrationsService } from './integrations/integrations.service.js';
import { SettingsService } from './integrations/settings.service.js';
import { MetricsInterceptor } from './metrics/metrics.interceptor.js';
import type { ApiParts } from './parts.js';
import { ConnectorCatalog } from './platforms/connector-catalog.js';
import { RunStarter } from './runs/run-starter.service.js';
import { RunsService } from './runs/runs.service.js';
import { ClientTemporalGateway } from './temporal/client-temporal.gateway.js';
import { TemporalGateway } from './temporal/temporal.gateway.js';
import { ADDRESS_GUARD, METRICS } from './tokens.js';

/** What every resource shares. */
export function sharedProviders(parts: ApiParts): Provider[] {
  return [
    { provide: DataSource, useValue: parts.dataSource },
    { provide: SecretStore, useValue: new SecretStore(parts.dataSource, parts.keyRing) },
    { provide: ConnectorCatalog, useValue: new ConnectorCatalog(parts.connectors) },
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

/** Services of the resources. */
export const SERVICES: Provider[] = [AuthenticateService, CustomFieldsService, FirstSyncService, HealthService, IntegrationLifeService, IntegrationsService, RunStarter, RunsService, SettingsService];
