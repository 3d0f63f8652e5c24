import type { SourceMapping } from '#libs/domain/relay/route-options.js';
import type { Localized } from '#libs/domain/words.js';
import { ApiProblem, type FieldProblem } from '../http/problem.js';
import { CONSENT_CHOICES, ORDER_CONSENT_STEPS } from './consent-source.texts.js';

const both = (first: Localized, second: Localized): Localized => ({ pl: `${first.pl} ${second.pl}`, en: `${first.en} ${second.en}` });

export function platformNotRoutable(name: string): ApiProblem {
  return new ApiProblem({
    status: 422,
    code: 'platform_not_routable',
    message: { pl: `Zamówień platformy ${name} nie da się śledzić jako zakupów, więc nie może zasilać trasy.`, en: `Orders of ${name} cannot be followed as purchases, so it cannot feed a route.` },
  });
}

export function consentSourceMissing(): ApiProblem {
  return new ApiProblem({
    status: 422,
    code: 'consent_source_missing',
    message: { pl: 'Zakres „consented” wymaga wskazania, co jest zgodą. Usługa tego nie zgaduje.', en: 'The scope "consented" needs to be told what counts as consent. The service does not guess.' },
    fix: CONSENT_CHOICES,
  });
}

export function orderConsentNotReturned(): ApiProblem {
  return new ApiProblem({
    status: 422,
    code: 'order_consent_not_returned',
    message: { pl: 'API sklepu nie zwraca tej zgody przy zamówieniach, więc trasa nie wysłałaby nikogo.', en: 'The API of the shop does not return this consent with orders, so the route would send nobody.' },
    fix: both(
      { pl: `Włącz tę zgodę i uwierzytelnij integrację ponownie, gdy pojawią się nowe zamówienia. ${ORDER_CONSENT_STEPS.pl}`, en: `Switch this consent on, and authenticate the integration again once there are new orders. ${ORDER_CONSENT_STEPS.en}` },
      CONSENT_CHOICES,
    ),
  });
}

export function orderConsentUnknown(): ApiProblem {
  return new ApiProblem({
    status: 422,
    code: 'order_consent_unknown',
    message: { pl: 'Nie wiadomo jeszcze, czy API sklepu zwraca tę zgodę: nie było zamówień, po których da się to poznać.', en: 'It is not known yet whether the API of the shop returns this consent: there were no orders to tell it by.' },
    fix: both({ pl: `Sprawdź ponownie (uwierzytelnij integrację), gdy będą zamówienia. ${ORDER_CONSENT_STEPS.pl}`, en: `Check again (authenticate the integration) once there are orders. ${ORDER_CONSENT_STEPS.en}` }, CONSENT_CHOICES),
  });
}

export function clientTagsNotRead(): ApiProblem {
  return new ApiProblem({
    status: 422,
    code: 'client_tags_not_read',
    message: { pl: 'Integracja nie czyta etykiet klientów, więc etykieta nie może być zgodą.', en: 'The integration does not read labels of clients, so a label cannot count as consent.' },
    fix: { pl: 'Włącz ustawienie „clientTags” integracji i odczytaj klientów ponownie (reread).', en: 'Switch the setting "clientTags" of the integration on, and reread its customers.' },
    extra: { setting: 'clientTags' },
  });
}

export function productsNotRead(): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'products_not_read',
    message: { pl: 'Integracja nie czyta towarów, więc tagi kategorii byłyby puste.', en: 'The integration does not read products, so tags of categories would be empty.' },
    fix: { pl: 'Włącz ustawienie „products” integracji albo dodaj „categoryTags” do „leaveOut”.', en: 'Switch the setting "products" of the integration on, or add "categoryTags" to "leaveOut".' },
    extra: { setting: 'products' },
  });
}

export function routeExists(routeId: string | null): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'route_exists',
    message: { pl: 'Trasa z tej integracji do tego odbiorcy już istnieje.', en: 'A route from this integration to this destination exists already.' },
    extra: { routeId },
  });
}

/** A call that makes no sense in the state of the route. */
export function routeState(state: string): ApiProblem {
  const next = state === 'on' ? 'stop' : 'start';
  return new ApiProblem({
    status: 409,
    code: 'route_state',
    message: state === 'on' ? { pl: 'Trasa już działa.', en: 'The route is on already.' } : { pl: 'Trasa jest już wyłączona.', en: 'The route is off already.' },
    extra: { state, nextSteps: [next] },
  });
}

export function routeOff(): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'route_off',
    message: { pl: 'Trasa jest wyłączona.', en: 'The route is off.' },
    fix: { pl: 'Najpierw ją uruchom (POST /routes/{id}/start).', en: 'Start it first (POST /routes/{id}/start).' },
  });
}

/** Only what is held as a suspected duplicate can be decided about; what was released may have been sent. */
export function notHeld(): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'not_held',
    message: { pl: 'To zamówienie nie czeka na decyzję jako możliwy duplikat.', en: 'This order is not held as a possible duplicate.' },
    fix: { pl: 'Wstrzymane zamówienia: GET /routes/{id}/exclusions?reason=held.', en: 'Orders that are held: GET /routes/{id}/exclusions?reason=held.' },
  });
}

/** One of the ends is gone: the route keeps its ledgers and can only be deleted. */
export function endDeleted(end: 'integration' | 'destination'): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: `${end}_deleted`,
    message: end === 'integration' ? { pl: 'Integracja tej trasy została usunięta.', en: 'The integration of this route was deleted.' } : { pl: 'Odbiorca tej trasy został usunięty.', en: 'The destination of this route was deleted.' },
    fix: { pl: 'Utwórz nową trasę.', en: 'Create a new route.' },
  });
}

export function routeDeleted(): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'route_deleted',
    message: { pl: 'Trasa tej dostawy została usunięta.', en: 'The route of this delivery was deleted.' },
  });
}

export function securityParameterInvalid(field: FieldProblem): ApiProblem {
  return new ApiProblem({
    status: 422,
    code: 'security_parameter_invalid',
    message: { pl: 'Parametr zabezpieczający jest nieprawidłowy.', en: 'The security parameter is not valid.' },
    fields: [field],
  });
}

export function locationMissing(): ApiProblem {
  return new ApiProblem({
    status: 422,
    code: 'location_missing',
    message: { pl: 'Nie wybrano e-sklepu (opcja „location”). Ta platforma zbiera zamówienia z wielu miejsc, więc trzeba wskazać, którego e-sklepu dotyczą zakupy.', en: 'No e-shop is chosen (option "location"). This platform gathers orders from many places, so the e-shop the purchases belong to has to be named.' },
    fix: { pl: 'Wybierz jedną z lokalizacji, które podaje GET /destinations/{id}/shops.', en: 'Choose one of the locations GET /destinations/{id}/shops tells.' },
    extra: { option: 'location' },
  });
}

export function locationInvalid(): ApiProblem {
  return new ApiProblem({
    status: 422,
    code: 'location_invalid',
    message: { pl: 'Lokalizacja musi być dokładnie taka jak u odbiorcy: bez spacji, najwyżej 36 znaków spośród liter a–z, cyfr oraz „/ _ - .”.', en: 'A location has to be exactly as at the destination: no blanks, 36 characters at most, letters a–z, digits and "/ _ - .".' },
    fix: { pl: 'Przepisz lokalizację z GET /destinations/{id}/shops.', en: 'Copy the location from GET /destinations/{id}/shops.' },
    extra: { option: 'location' },
  });
}

export function optionRequired(option: string, platform: string): ApiProblem {
  return new ApiProblem({
    status: 422,
    code: 'option_required',
    message: { pl: `Trasa platformy ${platform} wymaga opcji „${option}”.`, en: `A route of ${platform} needs the option "${option}".` },
    extra: { option },
  });
}

export function optionNotUsed(options: readonly string[], platform: string): ApiProblem {
  return new ApiProblem({
    status: 422,
    code: 'option_not_used',
    message: { pl: `Na trasie platformy ${platform} nic nie znaczą: ${options.join(', ')}.`, en: `On a route of ${platform} these mean nothing: ${options.join(', ')}.` },
    fix: { pl: 'Pomiń te opcje.', en: 'Leave these options out.' },
    extra: { options: [...options] },
  });
}

const nameOf = ({ type, account }: SourceMapping): string => `${type}/${account}`;

export function sourceMappingUnknown(source: SourceMapping): ApiProblem {
  return new ApiProblem({
    status: 422,
    code: 'source_mapping_unknown',
    message: { pl: `Źródło ${nameOf(source)} wskazuje integrację, której tu nie ma albo która jest integracją tej właśnie trasy.`, en: `The source ${nameOf(source)} names an integration that is not there, or that of this very route.` },
    fix: { pl: 'Wskaż integrację, która sama czyta ten sklep (GET /integrations), albo usuń to źródło z opcji „sources”.', en: 'Name the integration that reads this shop itself (GET /integrations), or take the source out of the option "sources".' },
    extra: { source: nameOf(source) },
  });
}

export function sourceMappingIdle(source: SourceMapping, integration: string): ApiProblem {
  return new ApiProblem({
    status: 422,
    code: 'source_mapping_idle',
    message: {
      pl: `Integracja „${integration}” nie ma włączonej trasy do tego samego odbiorcy. Przypisanie źródła ${nameOf(source)} nie miałoby skutku: jego zamówienia przesyłałaby ta trasa, a gdyby miała je pomijać, przepadłyby.`,
      en: `The integration "${integration}" has no route to the same destination that is on. Mapping the source ${nameOf(source)} would have no effect: its orders would be sent by this route, and if this one were to skip them, they would be lost.`,
    },
    fix: { pl: 'Najpierw włącz trasę tamtej integracji do tego odbiorcy, potem zapisz przypisanie.', en: 'Switch the route of that integration to this destination on first, then save the mapping.' },
    extra: { source: nameOf(source) },
  });
}
