import { Controller, Get, Header, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import type { Language } from '#libs/domain/words.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { Idempotent } from '../http/idempotent.decorator.js';
import { Lang } from '../http/lang.decorator.js';
import { ConnectorCatalog } from '../platforms/connector-catalog.js';
import { fileQuery, renewedView, webhooksView, type FileQuery, type RenewedView, type WebhooksView } from './webhook.schemas.js';
import { WEBHOOK_TEXTS } from './webhook.texts.js';
import { webhookStatuses } from './webhook-status.view.js';
import { WebhooksService, type Webhooks } from './webhooks.service.js';

/** An address that lets in is nothing for a cache on the way. */
const NO_STORE = ['cache-control', 'no-store'] as const;

@ApiTags('integrations')
@Controller('integrations')
export class WebhooksController {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(WebhooksService) private readonly webhooks: WebhooksService,
    @Inject(ConnectorCatalog) private readonly catalog: ConnectorCatalog,
  ) {}

  @Get(':id/webhooks')
  @Requires('webhooks.read')
  @Header(...NO_STORE)
  @ApiOperation({
    summary: 'Address for the webhooks of the shop, with the steps to set them up and how they are doing; each reading is audited',
    description: '404 `webhooks_not_supported` for platforms without webhooks; 409 `public_url_missing`, `public_url_loopback` or `public_url_internal` while PUBLIC_URL does not lead here.',
  })
  @ApiOkResponse({ standardSchema: webhooksView })
  async read(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<WebhooksView> {
    return await this.viewOf(await this.webhooks.read(caller, id), language);
  }

  @Post(':id/webhooks/renew')
  @HttpCode(200)
  @Idempotent(['webhooks'])
  @Requires('webhooks.renew')
  @Header(...NO_STORE)
  @ApiOperation({ summary: 'A new address; the one before stops working at once, so put the new one into the shop' })
  @ApiOkResponse({ standardSchema: renewedView })
  async renew(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<RenewedView> {
    const renewed = await this.webhooks.renew(caller, id);
    return { message: WEBHOOK_TEXTS.renewed[language], dropped: { records: renewed.dropped }, webhooks: await this.viewOf(renewed, language) };
  }

  @Get(':id/webhook-file')
  @Requires('webhooks.read')
  @Header(...NO_STORE)
  @ApiOperation({
    summary: 'The file that adds the webhooks when it is imported in the shop; each download is audited',
    description: 'It holds the address, so keep it secret. 404 `webhook_file_not_supported` for platforms that import none. Where GET /integrations/{id}/webhooks calls it experimental, its format has not been confirmed by the platform yet: the steps given there always work.',
  })
  @ApiProduces('application/xml', 'application/json')
  @ApiOkResponse({ description: 'The file, as an attachment; with format=json the same content as JSON' })
  async file(@Caller() caller: Principal, @Param('id') id: string, @Query({ schema: fileQuery }) query: FileQuery, @Res({ passthrough: true }) response: Response): Promise<unknown> {
    const { file, input } = await this.webhooks.file(caller, id);
    if (query.format === 'json') return file.describe(input);
    const { contentType, text } = file.build(input);
    response.type(contentType);
    response.attachment(file.fileName);
    return text;
  }

  private async viewOf({ integration, hooks, address }: Webhooks, language: Language): Promise<WebhooksView> {
    const status = (await webhookStatuses(this.dataSource.manager, [integration], language, this.catalog)).get(integration.id);
    if (status === undefined || status === null) throw new Error('a platform with webhooks has their status');
    return {
      address,
      events: hooks.events.map(({ name, why, programmable }) => ({ name, why: why[language], programmable: programmable ?? false })),
      steps: hooks.steps.map((step) => step[language].replaceAll('{url}', () => address)),
      removal: hooks.removal[language],
      file: hooks.file === null ? null : { path: `/api/v1/integrations/${integration.id}/webhook-file`, experimental: hooks.file.experimental, note: hooks.file.note[language] },
      status,
    };
  }
}
