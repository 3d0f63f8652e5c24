import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { PreviewEntry } from '#libs/delivery/preview/person-writes.js';
import { previewRecords } from '#libs/delivery/preview/preview-records.js';
import { isId } from '#libs/domain/ids.js';
import type { Language, Localized } from '#libs/domain/words.js';
import type { Principal } from '../auth/principal.js';
import { DestinationCatalog } from '../destinations/destination-catalog.js';
import { notFound } from '../http/problems.js';
import { ConnectorCatalog } from '../platforms/connector-catalog.js';
import { reasonText } from './reason.texts.js';
import { findRoute } from './route.finder.js';
import { optionsOf } from './route-options.js';
import type { Preview, PreviewView } from './route-look.schemas.js';
import { namedConsent } from './route.view.js';

const NOTHING_SENT = { pl: 'Tak wyglądałyby zapisy. Niczego nie wysłano.', en: 'This is what would be written. Nothing was sent.' };

/** What a write still depends on: it is known only when the contact has been read. */
const WHEN: Readonly<Record<string, Localized>> = {
  not_removed_there: { pl: 'Gdy kontaktu nie usunięto u odbiorcy.', en: 'When the contact was not removed at the destination.' },
  opt_state_there: { pl: 'Zgody idą tylko wtedy, gdy stan zapisu u odbiorcy temu nie przeczy, a kontaktu tam nie usunięto.', en: 'Consents go only when the opt state at the destination does not speak against it, and the contact was not removed there.' },
  contact_there: { pl: 'Gdy kontakt jest u odbiorcy.', en: 'When the contact is at the destination.' },
};

function entryView(entry: PreviewEntry, language: Language): PreviewView['entries'][number] {
  return {
    ...entry,
    writes: entry.writes.map((write) => ({ ...write, notes: [...write.notes], when: write.when === null ? null : (WHEN[write.when]?.[language] ?? write.when) })),
    excluded: entry.excluded.map((one) => ({ ...one, text: reasonText(one.reason, language) })),
  };
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
    return { message: NOTHING_SENT[language], consent: namedConsent(optionsOf(route.options), language), entries: entries.map((entry) => entryView(entry, language)) };
  }

  private async refuseForeign(integrationId: string, recordIds: readonly string[]): Promise<void> {
    if (!recordIds.every(isId)) throw notFound();
    const [row] = await this.dataSource.query<{ count: number }[]>(`select count(*)::int as count from source_record where id = any($1::uuid[]) and integration_id = $2`, [recordIds, integrationId]);
    if (row?.count !== recordIds.length) throw notFound();
  }
}
