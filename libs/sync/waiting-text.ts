import type { FailureKind } from '#libs/domain/failure.js';
import type { Localized } from '#libs/domain/words.js';

/** Why a run stands still, when the platform gave no better words. */
export const WAITING_TEXT: Readonly<Record<FailureKind | 'paused', Localized>> = {
  credentials_rejected: { pl: 'Platforma odrzuciła dane dostępowe; przebieg ruszy sam po ponownym uwierzytelnieniu.', en: 'The platform refused the credentials; the run goes on by itself after authentication.' },
  permission_missing: { pl: 'Brakuje uprawnienia; przebieg ruszy sam po jego nadaniu i ponownym uwierzytelnieniu.', en: 'A permission is missing; the run goes on by itself once it is granted and the integration authenticated again.' },
  configuration_invalid: { pl: 'Ustawienia integracji są nieprawidłowe.', en: 'The settings of the integration are not valid.' },
  rate_limited: { pl: 'Czekamy, bo platforma ograniczyła liczbę zapytań.', en: 'Waiting, because the platform limits the number of requests.' },
  platform_unavailable: { pl: 'Platforma nie odpowiada; próbujemy ponownie.', en: 'The platform does not answer; trying again.' },
  platform_defect: { pl: 'Platforma odpowiada w sposób, któremu nie można zaufać; próbujemy ponownie.', en: 'The platform gives answers that cannot be trusted; trying again.' },
  record_invalid: { pl: 'Rekord jest nieprawidłowy.', en: 'A record is not valid.' },
  cursor_lost: { pl: 'Platforma nie pamięta miejsca, w którym skończyliśmy.', en: 'The platform no longer knows the place where reading stopped.' },
  destination_rejected: { pl: 'System docelowy odrzucił dane.', en: 'The destination refused the data.' },
  outcome_unknown: { pl: 'Nie wiadomo, czy ostatnia operacja się powiodła; sprawdzamy.', en: 'The outcome of the last call is unknown; it is being checked.' },
  paused: { pl: 'Wstrzymane na życzenie.', en: 'Paused on request.' },
};
