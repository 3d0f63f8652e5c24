import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { CustomFieldsController } from './custom-fields/custom-fields.controller.js';
import { HealthController } from './health/health.controller.js';
import { FirstSyncController } from './integrations/first-sync.controller.js';
import { IntegrationLifeController } from './integrations/integration-life.controller.js';
import { IntegrationsController } from './integrations/integrations.controller.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { requestLogging } from './http/request-logging.js';
import type { ApiParts } from './parts.js';
import { SERVICES, sharedProviders } from './providers.js';
import { RunsController } from './runs/runs.controller.js';

/** Every resource of the API. */
export const CONTROLLERS: Type[] = [CustomFieldsController, HealthController, IntegrationsController, IntegrationLifeController, FirstSyncController, MetricsController, RunsController];

/** The API as one Nest module. */
@Module({})
export class AppModule {
  static with(parts: ApiParts): DynamicModule {
    return {
      module: AppModule,
      imports: [LoggerModule.forRoot({ pinoHttp: requestLogging(parts.logger) })],
      controllers: CONTROLLERS,
      providers: [...sharedProviders(parts), ...SERVICES],
    };
  }
}
