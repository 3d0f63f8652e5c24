import { isFailureKind, type FailureKind } from '#libs/domain/failure.js';
import type { SearchAttributePair } from '@temporalio/common';
import type { Localized } from '#libs/domain/words.js';
import { failureProblem } from '../http/failure-problem.js';
import type { ApiProblem } from '../http/problem.js';

/** Who was asked, by the word for it, and what its flow is found by. */
export type Asked = { readonly who: Localized; readonly attributes: SearchAttributePair[] };

type Layer = { readonly name?: unknown; readonly cause?: unknown; readonly type?: unknown; readonly details?: unknown };

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Histories hold kinds and codes only, so the text is told here. */
const textsOf = ({ pl, en }: Localized): Record<FailureKind, Localized> => ({
  credentials_rejected: { pl: `Dane dostępowe nie zostały przyjęte (${pl}).`, en: `The ${en} refused the credentials.` },
  permission_missing: { pl: `Brakuje wymaganego uprawnienia (${pl}).`, en: `A required right is missing in the ${en}.` },
  configuration_invalid: { pl: 'Konfiguracja jest nieprawidłowa.', en: 'The configuration is not valid.' },
  rate_limited: { pl: `${capital(pl)} prosi o odczekanie.`, en: `The ${en} asks us to wait.` },
  platform_unavailable: { pl: `${capital(pl)} nie odpowiada.`, en: `The ${en} does not answer.` },
  platform_defect: { pl: `Odpowiedzi nie można ufać (${pl}).`, en: `The ${en} gave an answer that cannot be trusted.` },
  record_invalid: { pl: 'Rekord jest nieprawidłowy.', en: 'The record is not valid.' },
  cursor_lost: { pl: `${capital(pl)} nie zna już miejsca odczytu.`, en: `The ${en} does not know the reading position any more.` },
  destination_rejected: { pl: 'Odbiorca odrzucił dane.', en: 'The destination refused the data.' },
  outcome_unknown: { pl: 'Nie wiadomo, czy operacja się udała.', en: 'It is not known whether the operation succeeded.' },
});

function* layersOf(thrown: unknown): Generator<Layer> {
  for (let layer = thrown; typeof layer === 'object' && layer !== null; layer = (layer as Layer).cause) yield layer;
}

export function isTimedOut(thrown: unknown): boolean {
  return [...layersOf(thrown)].some((layer) => layer.name === 'TimeoutFailure');
}

/** The failure kind a step ended with, as a problem; null when the flow failed of something else. */
export function flowFailure(thrown: unknown, { who }: Pick<Asked, 'who'>): ApiProblem | null {
  for (const { type, details } of layersOf(thrown)) {
    if (!isFailureKind(type)) continue;
    const detail: unknown = Array.isArray(details) ? details[0] : null;
    const { code, retryAfterMs } = (detail ?? {}) as { code?: unknown; retryAfterMs?: unknown };
    return failureProblem({
      kind: type,
      code: typeof code === 'string' ? code : type,
      text: textsOf(who)[type],
      fix: null,
      retryAfterMs: typeof retryAfterMs === 'number' ? retryAfterMs : null,
    });
  }
  return null;
}
