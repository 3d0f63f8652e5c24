import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { Metrics } from '#libs/telemetry/metrics.js';
import { Requires } from '../auth/requires.decorator.js';
import { METRICS } from '../tokens.js';
import { measureStored } from './measure-stored.js';

@ApiTags('operations')
@Controller('metrics')
export class MetricsController {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(METRICS) private readonly metrics: Metrics,
  ) {}

  @Get()
  @Requires('runs.read')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOperation({ summary: 'Metrics of this process and of stored queues, for Prometheus' })
  @ApiProduces('text/plain')
  @ApiOkResponse()
  async read(): Promise<string> {
    await measureStored(this.dataSource, this.metrics);
    return await this.metrics.registry.metrics();
  }
}
