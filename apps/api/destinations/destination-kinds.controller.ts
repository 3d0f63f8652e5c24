import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { DestinationDefinition } from '#libs/destinations/sdk/destination.js';
import { routeOptionsSchema } from '#libs/destinations/sdk/route-options.schema.js';
import type { Language } from '#libs/domain/words.js';
import { Requires } from '../auth/requires.decorator.js';
import { Lang } from '../http/lang.decorator.js';
import type { ListPage } from '../http/page.js';
import { pageOf } from '../http/page.schemas.js';
import { formSchema } from '../platforms/platform-schema.js';
import { DestinationCatalog } from './destination-catalog.js';
import { destinationKindView, type DestinationKindView } from './destination.schemas.js';

function viewOf({ kind, info, credentials, settings }: DestinationDefinition, language: Language): DestinationKindView {
  return {
    kind,
    name: info.name,
    summary: info.summary[language],
    searchText: info.searchText,
    guide: { pl: `docs/guides/${info.guide}.pl.md`, en: `docs/guides/${info.guide}.en.md` },
    credentials: formSchema(credentials, language),
    settings: formSchema(settings, language),
    routeOptions: formSchema(routeOptionsSchema, language),
  };
}

/** Registered before the destinations themselves, so that `kinds` is not taken for an id. */
@ApiTags('destinations')
@Controller('destinations/kinds')
export class DestinationKindsController {
  constructor(@Inject(DestinationCatalog) private readonly catalog: DestinationCatalog) {}

  @Get()
  @Requires('destinations.read')
  @ApiOperation({ summary: 'The gallery of kinds of destination: what each needs, and the options of routes to it' })
  @ApiOkResponse({ standardSchema: pageOf(destinationKindView) })
  list(@Lang() language: Language): ListPage<DestinationKindView> {
    return { items: this.catalog.all.map((definition) => viewOf(definition, language)), nextCursor: null };
  }
}
