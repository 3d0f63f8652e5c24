import type { DestinationDefinition } from '#libs/destinations/sdk/destination.js';
import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import { SHOP_SOURCE } from '#libs/domain/relay/refuse-order.js';
import type { RouteOptions } from '#libs/domain/relay/route-options.js';
import type { JsonObject, Localized } from '#libs/domain/words.js';
import type { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import { knownLocations } from '../destinations/destination-shops.service.js';
import type { RouteEnds } from './route.finder.js';
import { sourcesOf, type GatheredSource } from './route-sources.js';
import { optionsOf, readsProducts } from './route-options.js';

/** Something that will go wrong, or half right, unless a person acts; nothing is refused because of it. */
export type Warning = { readonly code: string; readonly message: Localized; readonly fix: Localized };

type Shop = { readonly id: string; readonly languages: readonly string[] };

/** Shops of the account, as the last check has told; empty where it does not. */
function shopsOf(integration: IntegrationEntity): Shop[] {
  const told = (integration.checkReport?.['facts'] as JsonObject | undefined)?.['shops'];
  if (!Array.isArray(told)) return [];
  return (told as unknown[]).flatMap((entry): Shop[] => {
    const { id, languages } = (typeof entry === 'object' && entry !== null ? entry : {}) as { id?: unknown; languages?: unknown };
    if (typeof id !== 'string' && typeof id !== 'number') return [];
    return [{ id: String(id), languages: Array.isArray(languages) ? languages.map(String) : [] }];
  });
}

const CHOOSE_LOCATION: Localized = { pl: 'Wybierz lokalizację z listy GET /destinations/{id}/shops albo dopisz ją w ustawieniach odbiorcy.', en: 'Choose a location from GET /destinations/{id}/shops, or enter it in the settings of the destination.' };

function locationWarning({ location, events }: RouteOptions, known: readonly string[] | null): Warning[] {
  if (events.length === 0 || (location !== null && known?.includes(location) === true)) return [];
  if (location === null) {
    return [{ code: 'location_unknown', fix: CHOOSE_LOCATION, message: { pl: 'Nie wybrano lokalizacji: zdarzenia nie wskażą żadnego sklepu u odbiorcy.', en: 'No location is chosen: events point to no e-shop at the destination.' } }];
  }
  return [{
    code: 'location_unknown', fix: CHOOSE_LOCATION,
    message: known === null
      ? { pl: `Nie sprawdzono jeszcze, czy odbiorca zna lokalizację „${location}”.`, en: `It has not been looked up yet whether the destination knows the location "${location}".` }
      : { pl: `Odbiorca nie zna lokalizacji „${location}”.`, en: `The destination does not know the location "${location}".` },
  }];
}

function shopWarnings({ shop, language }: RouteOptions, shops: readonly Shop[]): Warning[] {
  const numbers = shops.map(({ id }) => id).join(', ');
  if (shop === null && shops.length > 1) {
    return [{
      code: 'shop_unset',
      message: { pl: `Panel ma kilka sklepów (${numbers}), a trasa żadnego nie wskazuje: zgody i nazwy mogą pochodzić z niewłaściwego.`, en: `The account has several shops (${numbers}) and the route names none: consents and names may be those of the wrong one.` },
      fix: { pl: 'Ustaw opcję „shop”.', en: 'Set the option "shop".' },
    }];
  }
  const chosen = shop === null ? shops[0] : shops.find(({ id }) => id === shop);
  if (shop !== null && chosen === undefined && shops.length > 0) {
    return [{
      code: 'shop_unknown',
      message: { pl: `Panel nie ma sklepu ${shop}; ma: ${numbers}.`, en: `The account has no shop ${shop}; it has: ${numbers}.` },
      fix: { pl: 'Popraw opcję „shop”.', en: 'Correct the option "shop".' },
    }];
  }
  const languages = chosen?.languages ?? [];
  if (language !== null || languages.length < 2) return [];
  return [{
    code: 'language_unset',
    message: { pl: `Sklep ma kilka języków (${languages.join(', ')}); nazwy i tagi będą w pierwszym.`, en: `The shop has several languages (${languages.join(', ')}); names and tags will be in the first.` },
    fix: { pl: 'Ustaw opcję „language”.', en: 'Set the option "language".' },
  }];
}

const PRODUCTS: Warning = {
  code: 'products_not_read',
  message: { pl: 'Integracja nie czyta towarów: nie będzie tagów kategorii, a plik oferty będzie pusty.', en: 'The integration does not read products: there will be no tags of categories, and the offer feed will be empty.' },
  fix: { pl: 'Włącz ustawienie „products” integracji.', en: 'Switch the setting "products" of the integration on.' },
};

function mappingWarnings({ sources }: RouteOptions, served: readonly string[]): Warning[] {
  const idle = sources.filter(({ integrationId }) => !served.includes(integrationId)).map(({ type, account }) => `${type}/${account}`).join(', ');
  if (idle === '') return [];
  return [{
    code: 'source_mapping_idle',
    message: {
      pl: `Przypisanie nie działa (${idle}): wskazana integracja nie ma włączonej trasy do tego samego odbiorcy, więc te zamówienia przesyła ta trasa.`,
      en: `A mapping has no effect (${idle}): the integration it names has no route to the same destination that is on, so these orders are sent by this route.`,
    },
    fix: { pl: 'Włącz tamtą trasę albo usuń przypisanie z opcji „sources”.', en: 'Switch that route on, or take the mapping out of the option "sources".' },
  }];
}

/** Shops whose orders come from here: where they are connected to the destination themselves, each purchase is counted twice. */
function doubleCountWarnings({ skipShopOrders, sources }: RouteOptions, gathered: readonly GatheredSource[]): Warning[] {
  if (skipShopOrders) return [];
  const open = gathered.filter(({ type, account }) => type === SHOP_SOURCE && !sources.some((one) => one.type === type && one.account === account));
  if (open.length === 0) return [];
  const names = open.map(({ name, account }) => `${name} (${account})`).join(', ');
  return [{
    code: 'shop_orders_counted_twice',
    message: {
      pl: `Trasa przesyła też zamówienia ze sklepów: ${names}. Jeżeli taki sklep jest połączony z odbiorcą bezpośrednio, jego zakupy zostaną policzone dwa razy, co psuje analitykę transakcyjną.`,
      en: `The route sends orders of shops as well: ${names}. Where such a shop is connected to the destination itself, its purchases are counted twice, which spoils transaction analytics.`,
    },
    fix: {
      pl: 'Włącz opcję „skipShopOrders” (żadnych zamówień ze sklepów) albo w „sources” przypisz sklep do integracji, która ma własną trasę do tego odbiorcy.',
      en: 'Switch the option "skipShopOrders" on (no orders of shops at all), or map the shop in "sources" to the integration that has a route of its own to this destination.',
    },
  }];
}

export function warningsOf({ route, integration, destination, served }: RouteEnds, connector: ConnectorDefinition | null, definition: DestinationDefinition | null): Warning[] {
  const options = optionsOf(route.options);
  return [
    ...locationWarning(options, knownLocations(definition, destination)),
    ...(readsProducts(integration, connector) === false ? [PRODUCTS] : []),
    ...shopWarnings(options, shopsOf(integration)),
    ...mappingWarnings(options, served),
    ...doubleCountWarnings(options, sourcesOf(integration)),
  ];
}
