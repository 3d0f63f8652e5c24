import { isFailureKind, type FailureKind } from '#libs/domain/failure.js';
import type { Localized } from '#libs/domain/words.js';
import { failureProblem } from '../http/failure-problem.js';
import type { ApiProblem } from '../http/problem.js';

type Layer = { readonly name?: unknown; readonly cause?: unknown; readonly type?: unknown; readonly details?: unknown };

/** Histories hold kinds and codes only, so the text is told here. */
const TEXTS: Record<FailureKind, Localized> = {
  credentials_rejected: { pl: 'Sklep odrzucił dane dostępowe.', en: 'The shop refused the credentials.' },
  permission_missing: { pl: 'Brakuje wymaganego uprawnienia w sklepie.', en: 'A required right is missing in the shop.' },
  configuration_invalid: { pl: 'Konfiguracja integracji jest nieprawidłowa.', en: 'The configuration of the integration is not valid.' },
  rate_limited: { pl: 'Sklep prosi o odczekanie.', en: 'The shop asks us to wait.' },
  platform_unavailable: { pl: 'Sklep nie odpowiada.', en: 'The shop does not answer.' },
  platform_defect: { pl: 'Sklep odpowiedział czymś, czemu nie można ufać.', en: 'The shop gave an answer that cannot be trusted.' },
  record_invalid: { pl: 'Rekord jest nieprawidłowy.', en: 'The record is not valid.' },
  cursor_lost: { pl: 'Sklep nie zna już miejsca odczytu.', en: 'The shop does not know the reading position any more.' },
  destination_rejected: { pl: 'Odbiorca odrzucił dane.', en: 'The destination refused the data.' },
  outcome_unknown: { pl: 'Nie wiadomo, czy operacja się udała.', en: 'It is not known whether the operation succeeded.' },
};

function* layersOf(thrown: unknown): Generator<Layer> {
  for (let layer = thrown; typeof layer === 'object' && layer !== null; layer = (layer as Layer).cause) yield layer;
}

export function isTimedOut(thrown: unknown): boolean {
  return [...layersOf(thrown)].some((layer) => layer.name === 'TimeoutFailure');
}

/** The failure kind a step ended with, as a problem; null when the flow failed of something else. */
export function flowFailure(thrown: unknown): ApiProblem | null {
  for (const { type, details } of layersOf(thrown)) {
    if (!isFailureKind(type)) continue;
    const detail: unknown = Array.isArray(details) ? details[0] : null;
    const { code, retryAfterMs } = (detail ?? {}) as { code?: unknown; retryAfterMs?: unknown };
    return failureProblem({
      kind: type,
      code: typeof code === 'string' ? code : type,
      text: TEXTS[type],
      fix: null,
      retryAfterMs: typeof retryAfterMs === 'number' ? retryAfterMs : null,
    });
  }
  return null;
}
