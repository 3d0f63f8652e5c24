import type { Localized } from '#libs/domain/words.js';

export const ROUTE_TEXTS = {
  started: {
    pl: 'Trasa działa. Zmiany są przekazywane od tej chwili; osoby znane sklepowi wcześniej są zapisywane po cichu. Całą bazę przekaże dopiero eksport.',
    en: 'The route is on. Changes are delivered from this moment; persons the shop knew before are written silently. The whole base is delivered by an export.',
  },
  restarted: { pl: 'Trasa znowu działa. Zdarzenia liczą się nadal od pierwszego uruchomienia.', en: 'The route is on again. Events still count from its first start.' },
  startedLater: { pl: 'Trasa jest włączona; wysyłka ruszy, gdy tylko Temporal odpowie.', en: 'The route is on; delivering begins as soon as Temporal answers.' },
  stopped: { pl: 'Trasa wyłączona. To, co czeka, poczeka na ponowne włączenie.', en: 'The route is off. What waits goes on waiting until it is on again.' },
  stoppedMapped: {
    pl: 'Trasa wyłączona. To, co czeka, poczeka na ponowne włączenie. Uwaga: inna trasa pomijała zamówienia z tego źródła, bo przesyłała je ta. Od teraz przesyła je tamta, z wyjątkiem już wysłanych stąd.',
    en: 'The route is off. What waits goes on waiting until it is on again. Note: another route has left the orders of this source to this one. From now on that route sends them, except for those sent from here already.',
  },
  optionsSaved: {
    pl: 'Opcje zapisane. Obowiązują dla tego, co będzie rozpatrywane od teraz; to, co już dostarczono, zmieni dopiero nowa zmiana w sklepie albo eksport.',
    en: 'The options are saved. They hold for whatever is considered from now on; what was delivered changes only with another change in the shop, or an export.',
  },
  optionsSame: { pl: 'Opcje są takie same jak dotąd.', en: 'The options are the same as before.' },
  securityParameter: {
    pl: 'Parametr zabezpieczający zapisany. Adresy zwrotne zawierają nowy klucz: wklej je ponownie u odbiorcy, bo dotychczasowe przestały działać.',
    en: 'The security parameter is saved. The callback addresses have a new key: paste them at the destination again, because those before do not work any more.',
  },
  off: { pl: 'Trasa jest wyłączona.', en: 'The route is off.' },
  integrationDeleted: { pl: 'Integracja została usunięta.', en: 'The integration was deleted.' },
  integrationRests: { pl: 'Integracja nie śledzi teraz sklepu, więc nic nowego nie przybywa. To, co już odczytano, jest dostarczane.', en: 'The integration does not follow the shop now, so nothing new comes. What was read already is delivered.' },
} as const satisfies Record<string, Localized>;

export function routeDeletedText(cancelled: number): Localized {
  return {
    pl: `Trasa usunięta. Anulowane dostawy: ${cancelled.toLocaleString('pl')}. To, co już dostarczono, zostaje u odbiorcy. Adresy zwrotne i plik oferty przestały działać: usuń je u odbiorcy.`,
    en: `The route is deleted. Deliveries cancelled: ${cancelled.toLocaleString('en')}. What was delivered stays at the destination. Callback addresses and the offer feed do not work any more: take them out at the destination.`,
  };
}
