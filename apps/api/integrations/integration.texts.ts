import type { Localized } from '#libs/domain/words.js';
import type { Switched } from './allegro-switch.service.js';

export const INTEGRATION_TEXTS = {
  authenticated: { pl: 'Połączono ze sklepem. Dane dostępowe zapisano.', en: 'Connected to the shop. The credentials are stored.' },
  saved: { pl: 'Ustawienia zapisane.', en: 'The settings are saved.' },
  savedAndStarted: { pl: 'Ustawienia zapisane, integracja działa.', en: 'The settings are saved and the integration is running.' },
  reapplyStarted: { pl: 'Zmienione ustawienia są stosowane do zapisanych rekordów, bez pytania sklepu.', en: 'The changed settings are being applied to stored records, without asking the shop.' },
  reapplyQueued: { pl: 'Zmienione ustawienia zostaną zastosowane do zapisanych rekordów, gdy tylko Temporal odpowie.', en: 'The changed settings will be applied to stored records as soon as Temporal answers.' },
  rereadNeeded: { pl: 'Część zmian dotyczy tego, co jest czytane ze sklepu: zapisane rekordy zmieni dopiero ponowny odczyt (reread). Trwającą pierwszą synchronizację lub ponowny odczyt uruchom jeszcze raz.', en: 'Some changes concern what is read from the shop: stored records change only with a reread. A first synchronisation or a reread that is under way has to be started again.' },
  started: { pl: 'Integracja działa. Od tej chwili śledzi zmiany w sklepie.', en: 'The integration is running. It follows the shop from this moment.' },
  authenticatedAlone: { pl: 'Zapisano. Z niczym się nie łączymy: ta integracja działa na tym, co czytają sklepy.', en: 'Stored. Nothing is connected to: this integration works on what the shops read.' },
  startedAlone: { pl: 'Integracja działa.', en: 'The integration is running.' },
  paused: { pl: 'Integracja wstrzymana.', en: 'The integration is paused.' },
  resumed: { pl: 'Integracja wznowiona.', en: 'The integration goes on.' },
  stopped: {
    pl: 'Integracja zatrzymana. Karty i zamówienia zostają.',
    en: 'The integration is stopped. Cards and orders stay.',
  },
  deleted: {
    pl: 'Integracja usunięta. Karty i zamówienia zostają, pole ID jest wolne.',
    en: 'The integration is deleted. Cards and orders stay, its ID field is free.',
  },
  syncing: { pl: 'Sprawdzamy sklep teraz.', en: 'Looking at the shop now.' },
  firstSyncStarted: { pl: 'Pierwsza synchronizacja ruszyła.', en: 'The first synchronisation has started.' },
  rereadStarted: { pl: 'Ponowny odczyt ruszył.', en: 'The reread has started.' },
  rereadCost: { pl: 'Nic nie uruchomiono. To jest koszt odczytu; powtórz z "confirm": true, aby zacząć.', en: 'Nothing was started. This is what it costs; repeat with "confirm": true to begin.' },
  estimate: { pl: 'Tyle odczyta pierwsza synchronizacja.', en: 'This is what the first synchronisation will read.' },
} as const satisfies Record<string, Localized>;

/** What an Allegro integration changed for shop integrations; null when nothing. */
export function switchedText(switched: Switched | null): Localized | null {
  if (switched === null) return null;
  const [runs, all] = [switched.runs.length, switched.integrations];
  const state = switched.on ? { pl: 'Allegro jest włączone.', en: 'Allegro is switched on.' } : { pl: 'Allegro jest wyłączone; wpisane loginy zostają.', en: 'Allegro is switched off; logins that are filled in stay.' };
  return {
    pl: `${state.pl} Zmiana dotyczy integracji sklepów: ${all.toLocaleString('pl')}; do zapisanych rekordów jest stosowana w przebiegach: ${runs.toLocaleString('pl')}, bez pytania sklepów.`,
    en: `${state.en} It concerns ${all.toLocaleString('en')} shop integration(s); ${runs.toLocaleString('en')} run(s) apply it to stored records, without asking the shops.`,
  };
}

/** Two texts, one behind the other. */
export const joined = (text: Localized, more: Localized | null): Localized => (more === null ? text : { pl: `${text.pl} ${more.pl}`, en: `${text.en} ${more.en}` });

/** What a deletion keeps, and what of its routes it ends. */
export function deletedText(routes: number, cancelled: number): Localized {
  const { deleted } = INTEGRATION_TEXTS;
  if (routes === 0 && cancelled === 0) return deleted;
  return {
    pl: `${deleted.pl} Wyłączone trasy: ${routes.toLocaleString('pl')}, anulowane dostawy: ${cancelled.toLocaleString('pl')}.`,
    en: `${deleted.en} Routes switched off: ${routes.toLocaleString('en')}, deliveries cancelled: ${cancelled.toLocaleString('en')}.`,
  };
}
