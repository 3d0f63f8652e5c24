import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { RouteOptions } from '#libs/domain/relay/route-options.js';
import type { Language, Localized } from '#libs/domain/words.js';
import { offerVersion } from '#libs/feeds/offer-version.js';
import { SecretStore } from '#libs/security/secret-store.js';
import { AuditService } from '../audit/audit.service.js';
import type { Principal } from '../auth/principal.js';
import { PublicAddress } from '../hooks/public-address.js';
import { endsOfOne, findRoute } from '../routes/route.finder.js';
import { IDOSELL_STEPS } from './idosell.steps.js';
import { monitoringSnippet, type Snippet } from './monitoring-snippet.js';
import { salesmanagoSteps, type StepFacts } from './salesmanago.steps.js';
import { addressesMissing } from './setup.problems.js';
import type { SetupView } from './setup.schemas.js';

const NO_PRODUCTS: Localized = {
  pl: 'Nie ma jeszcze żadnych towarów, więc plik jest pusty. Włącz czytanie towarów w ustawieniach integracji i poczekaj na pierwszy odczyt.',
  en: 'There are no products yet, so the file is empty. Switch the reading of products on in the settings of the integration, and wait for the first reading.',
};

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Everything to be pasted into the panels of both sides. Whoever sees it is written down: the security parameter is in it. */
@Injectable()
export class SetupService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(SecretStore) private readonly secrets: SecretStore,
    @Inject(PublicAddress) private readonly publicAddress: PublicAddress,
    @Inject(AuditService) private readonly audit: AuditService,
  ) {}

  /** @throws ApiProblem 404 · 409 `public_url_missing`, `public_url_loopback`, `public_url_internal` · 409 `route_addresses_missing` */
  async read(caller: Principal, id: string, language: Language): Promise<SetupView> {
    const { manager } = this.dataSource;
    const route = await findRoute(manager, caller.workspaceId, id);
    this.publicAddress.of('');
    const { integration, destination } = await endsOfOne(manager, route);
    const addresses = await this.addressesOf(id);
    const offer = await offerVersion(manager, integration.id, route.options as unknown as RouteOptions);
    const snippet = await this.snippetOf(destination.id);
    await this.audit.record(manager, caller, { action: 'route.setup_read', objectId: id });
    const say = (steps: readonly Localized[]): string[] => steps.map((step) => step[language]);
    return {
      callbacks: { optIn: addresses.optIn, optOut: addresses.optOut },
      feed: { url: addresses.feed, products: offer.products, warning: offer.products === 0 ? NO_PRODUCTS[language] : null },
      snippet: snippet === null ? null : { html: snippet.html, variables: { ...snippet.variables } },
      steps: { salesmanago: say(salesmanagoSteps(addresses)), idosell: integration.platform === 'idosell' ? say(IDOSELL_STEPS) : [] },
    };
  }

  /** Addresses in the form SALESmanago wants them: it puts in the contact's address and computes the key (reference sheet, section 6). */
  private async addressesOf(routeId: string): Promise<StepFacts> {
    const stored = await this.secrets.get({ ownerKind: 'route', ownerId: routeId, name: 'addresses' });
    const [callback, feed, secret] = [textOf(stored?.['callbackToken']), textOf(stored?.['feedToken']), textOf(stored?.['securityParameter'])];
    if (callback === null || feed === null || secret === null) throw addressesMissing();
    const of = (direction: 'optin' | 'optout'): string => `${this.publicAddress.of(`/callbacks/${callback}/${direction}`)}?email=$email$&key=sha1($email$${secret})`;
    return { optIn: of('optin'), optOut: of('optout'), feed: this.publicAddress.of(`/feeds/${feed}.xml`) };
  }

  private async snippetOf(destinationId: string): Promise<Snippet | null> {
    const credentials = await this.secrets.get({ ownerKind: 'destination', ownerId: destinationId, name: 'credentials' });
    const [endpoint, clientId] = [textOf(credentials?.['endpoint']), textOf(credentials?.['clientId'])];
    return endpoint === null || clientId === null ? null : monitoringSnippet({ endpoint, clientId });
  }
}
