import type { EntityManager } from 'typeorm';
import { deliveryLedgers, EMPTY_DELIVERY_LEDGER, type DeliveryLedger } from '#libs/delivery/desk/ledgers.js';
import { EMPTY_ROUTE_LEDGER, routeAddsUp, routeCounts, type RouteCounts, type RouteLedger } from '#libs/delivery/desk/route-counts.js';
import { heldCounts, NO_SEARCHES, searchCounts, type SearchCounts } from '#libs/delivery/desk/watch-counts.js';
import type { RouteOptions } from '#libs/domain/relay/route-options.js';
import type { Language } from '#libs/domain/words.js';
import type { RouteEntity } from '#libs/persistence/entities/route.entity.js';
import type { DestinationCatalog } from '../destinations/destination-catalog.js';
import type { WaitingView } from '../destinations/destination.schemas.js';
import { destinationWaits, ledgerView } from '../destinations/destination.view.js';
import type { ConnectorCatalog } from '../platforms/connector-catalog.js';
import { consentSourceText } from './consent-source.texts.js';
import { heldWarning } from './duplicates.texts.js';
import { reasonText } from './reason.texts.js';
import { endsOf, type RouteEnds } from './route.finder.js';
import { optionsOf } from './route-options.js';
import { warningsOf } from './route-warnings.js';
import type { NamedConsent, ReasonCount, RouteLedgerView, RouteView } from './route.schemas.js';
import { ROUTE_TEXTS as TEXTS } from './route.texts.js';

export type Catalogs = { readonly connectors: ConnectorCatalog; readonly destinations: DestinationCatalog };

/** Largest first. */
export function reasonCounts(reasons: Readonly<Record<string, number>>, language: Language): ReasonCount[] {
  return Object.entries(reasons).sort(([, a], [, b]) => b - a).map(([reason, count]) => ({ reason, count, text: reasonText(reason, language) }));
}

export function namedConsent(options: RouteOptions, language: Language): NamedConsent {
  return { scope: options.scope, consentSource: options.scope === 'everyone' ? null : options.consentSource, text: consentSourceText(options)[language] };
}

function ledgerOf(ledger: RouteLedger, language: Language): RouteLedgerView {
  const { reasons, ...counts } = ledger;
  return { ...counts, reasons: reasonCounts(reasons, language), addsUp: routeAddsUp(ledger) };
}

/** Why nothing moves on a route: itself, then its ends. */
function waitingOf({ route, integration, destination }: RouteEnds, language: Language): WaitingView[] {
  const own: WaitingView[] = route.state === 'on' ? [] : [{ code: 'route_off', message: TEXTS.off[language], until: null }];
  const source: WaitingView[] = integration.deletedAt !== null
    ? [{ code: 'integration_deleted', message: TEXTS.integrationDeleted[language], until: null }]
    : integration.state === 'running' ? [] : [{ code: 'integration_not_running', message: TEXTS.integrationRests[language], until: null }];
  return [...own, ...destinationWaits(destination, language), ...source];
}

function nextStepsOf({ route, integration, destination }: RouteEnds): string[] {
  if (integration.deletedAt !== null || destination.deletedAt !== null) return ['delete'];
  return route.state === 'on' ? ['stop', 'exports', 'options'] : ['start', 'options'];
}

type MoreCounts = { readonly searches: ReadonlyMap<string, SearchCounts>; readonly held: ReadonlyMap<string, number> };

function viewOf(ends: RouteEnds, counts: RouteCounts, deliveries: DeliveryLedger, more: MoreCounts, language: Language, { connectors, destinations }: Catalogs): RouteView {
  const { route, integration, destination } = ends;
  const options = optionsOf(route.options);
  const connector = connectors.all.find(({ platform }) => platform === integration.platform) ?? null;
  const changes = counts.changes.get(route.id);
  const held = more.held.get(route.id) ?? 0;
  return {
    id: route.id,
    name: route.name,
    state: route.state === 'on' ? 'on' : 'off',
    nextSteps: nextStepsOf(ends),
    integration: { id: integration.id, code: integration.code, name: integration.name, platform: integration.platform, state: integration.state, deleted: integration.deletedAt !== null },
    destination: { id: destination.id, code: destination.code, name: destination.name, kind: destination.kind, state: destination.state, deleted: destination.deletedAt !== null },
    options: { ...options, leaveOut: [...options.leaveOut], events: [...options.events], consents: [...options.consents], sources: [...options.sources] },
    optionsVersion: route.optionsVersion,
    consent: namedConsent(options, language),
    startedAt: route.startedAt?.toISOString() ?? null,
    eventsFrom: route.eventsFrom?.toISOString() ?? null,
    exportedFrom: route.exportedFrom?.toISOString() ?? null,
    sourceCode: route.sourceCode,
    ledger: ledgerOf(counts.ledgers.get(route.id) ?? EMPTY_ROUTE_LEDGER, language),
    deliveries: ledgerView(deliveries),
    waits: { changes: changes?.changes ?? 0, changesForOwner: changes?.forOwner ?? 0, deliveries: deliveries.pending },
    emailSearch: more.searches.get(route.id) ?? NO_SEARCHES,
    duplicatesHeld: held,
    waiting: waitingOf(ends, language),
    warnings: [...warningsOf(ends, connector, destinations.find(destination.kind)), ...heldWarning(held)].map(({ code, message, fix }) => ({ code, message: message[language], fix: fix[language] })),
    lastExport: counts.exports.get(route.id) ?? null,
    createdAt: route.createdAt.toISOString(),
    updatedAt: route.updatedAt.toISOString(),
  };
}

/** Routes as callers see them; never an address that has a token in it. */
export async function routeViews(manager: EntityManager, routes: readonly RouteEntity[], language: Language, catalogs: Catalogs): Promise<RouteView[]> {
  const ids = routes.map((route) => route.id);
  const counts = await routeCounts(manager, ids);
  const deliveries = await deliveryLedgers(manager, 'route_id', ids);
  const more: MoreCounts = { searches: await searchCounts(manager, ids), held: await heldCounts(manager, ids) };
  return (await endsOf(manager, routes)).map((ends) => viewOf(ends, counts, deliveries.get(ends.route.id) ?? EMPTY_DELIVERY_LEDGER, more, language, catalogs));
}

export async function routeViewOf(manager: EntityManager, route: RouteEntity, language: Language, catalogs: Catalogs): Promise<RouteView> {
  const [view] = await routeViews(manager, [route], language, catalogs);
  if (view === undefined) throw new Error('one route gives one view');
  return view;
}
