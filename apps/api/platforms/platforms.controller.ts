import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import { FIELD_ROLES, FIELD_TYPES, PLATFORMS, STREAMS, type Language } from '#libs/domain/words.js';
import { Requires } from '../auth/requires.decorator.js';
import { Lang } from '../http/lang.decorator.js';
import { pageOf } from '../http/page.schemas.js';
import type { ListPage } from '../http/page.js';
import { notFound } from '../http/problems.js';
import { ConnectorCatalog } from './connector-catalog.js';
import { formSchema } from './platform-schema.js';

const jsonSchema = z.record(z.string(), z.unknown());
const platformView = z.object({
  platform: z.enum(PLATFORMS),
  name: z.string(),
  section: z.string(),
  summary: z.string(),
  searchText: z.string(),
  streams: z.array(z.enum(STREAMS)),
  limits: z.string(),
  intervalMinutes: z.number().nullable().meta({ description: 'Null where nothing is read' }),
  writes: z.string(),
  guide: z.object({ pl: z.string(), en: z.string() }),
  credentials: jsonSchema.meta({ description: 'JSON Schema of the credentials' }),
  settings: jsonSchema.meta({ description: 'JSON Schema of the settings' }),
  fieldSettings: z.array(z.object({ setting: z.string(), role: z.enum(FIELD_ROLES), type: z.enum(FIELD_TYPES), required: z.boolean() })).meta({ description: 'Settings that name a custom field' }),
}).meta({ id: 'Platform' });
type PlatformView = z.infer<typeof platformView>;

const MINUTE_MS = 60_000;

function viewOf({ platform, info, credentials, settings, fieldSettings }: ConnectorDefinition, language: Language): PlatformView {
  return {
    platform,
    name: info.name,
    section: info.section,
    summary: info.summary[language],
    searchText: info.searchText,
    streams: [...info.streams],
    limits: info.limits[language],
    intervalMinutes: info.streams.length === 0 ? null : info.intervalMs / MINUTE_MS,
    writes: info.writes[language],
    guide: { pl: `docs/guides/${info.guide}.pl.md`, en: `docs/guides/${info.guide}.en.md` },
    credentials: formSchema(credentials, language),
    settings: formSchema(settings, language),
    fieldSettings: [...fieldSettings],
  };
}

@ApiTags('platforms')
@Controller('platforms')
export class PlatformsController {
  constructor(@Inject(ConnectorCatalog) private readonly catalog: ConnectorCatalog) {}

  @Get()
  @Requires('platforms.read')
  @ApiOperation({ summary: 'The gallery of platforms that can be connected' })
  @ApiOkResponse({ standardSchema: pageOf(platformView) })
  list(@Lang() language: Language): ListPage<PlatformView> {
    return { items: this.catalog.all.map((definition) => viewOf(definition, language)), nextCursor: null };
  }

  @Get(':platform')
  @Requires('platforms.read')
  @ApiOperation({ summary: 'One platform' })
  @ApiOkResponse({ standardSchema: platformView })
  read(@Lang() language: Language, @Param('platform') platform: string): PlatformView {
    const found = this.catalog.all.find((definition) => definition.platform === platform);
    if (found === undefined) throw notFound();
    return viewOf(found, language);
  }
}
