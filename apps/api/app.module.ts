import { Module, type DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { CONTROLLERS } from './controllers.js';
import { requestLogging } from './http/request-logging.js';
import type { ApiParts } from './parts.js';
import { sharedProviders } from './providers.js';
import { SERVICES } from './services.js';

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
