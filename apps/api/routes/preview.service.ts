import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { previewRecords } from '#libs/delivery/preview/preview-records.js';
import { isId } from '#libs/domain/ids.js';
import { LANGUAGES, type Language } from '#libs/domain/words.js';
import type { Principal } from '../auth/principal.js';
import { DestinationCatalog } from '../destinations/destination-catalog.js';
import { notFound } from '../http/problems.js';
import { ConnectorCatalog } from '../platforms/connector-catalog.js';
import { findRoute } from './route.finder.js';
import { optionsOf } from './route-options.js';
import type { Preview, PreviewView } from './route-look.schemas.js';
import { namedConsent } from './route.view.js';

const NOTHING_SENT = { pl: 'Tak wyglądałyby zapisy. Niczego nie wysłano.', en: 'This is what would be written. Nothing was sent.' };

/** Texts in both languages become the caller's; everything else stays as it is. */
export function inLanguage(value: unknown, language: Language): unknown {
  if (Array.isArray(value)) return value.map((item) => inLanguage(item, language));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const text = (value as Record<string, unknown>)[language];
  if (entries.length === LANGUAGES.length && LANGUAGES.every((name) => name in value) && typeof text === 'string') return text;
  return Object.fromEntries(entries.map(([name, inner]) => [name, inLanguage(inner, language)]));
}

/** The exact writes a route would make for a few records. */
@Injectable()
export class PreviewService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ConnectorCatalog) private readonly connectors: ConnectorCatalog,
    @Inject(DestinationCatalog) private readonly destinations: DestinationCatalog,
  ) {}

  /** @throws ApiProblem 404 for a record that is not one of the route's integration */
  async preview(caller: Principal, routeId: string, body: Preview, language: Language): Promise<PreviewView> {
    const route = await findRoute(this.dataSource.manager, caller.workspaceId, routeId);
    const recordIds = [...new Set(body.recordIds)];
    await this.refuseForeign(route.integrationId, recordIds);
    const entries = await previewRecords(this.dataSource, {
      routeId,
      limit: body.records,
      recordIds: recordIds.length === 0 ? null : recordIds,
      destinations: (kind) => this.destinations.of(kind),
      connectors: (platform) => this.connectors.of(platform),
    });
    return { message: NOTHING_SENT[language], consent: namedConsent(optionsOf(route.options), language), entries: entries.map((entry) => inLanguage(entry, language) as Record<string, unknown>) };
  }

  private async refuseForeign(integrationId: string, recordIds: readonly string[]): Promise<void> {
    if (!recordIds.every(isId)) throw notFound();
    const [row] = await this.dataSource.query<{ count: number }[]>(`select count(*)::int as count from source_record where id = any($1::uuid[]) and integration_id = $2`, [recordIds, integrationId]);
    if (row?.count !== recordIds.length) throw notFound();
  }
}
