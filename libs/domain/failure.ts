import type { Json, Localized } from './words.js';

/** The only vocabulary of failure between connectors, workflows, API and panel. */
export const FAILURE_KINDS = [
  'credentials_rejected',
  'permission_missing',
  'configuration_invalid',
  'rate_limited',
  'platform_unavailable',
  'platform_defect',
  'record_invalid',
  'cursor_lost',
  'destination_rejected',
  'outcome_unknown',
] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];

/** Kinds that time alone can cure; everything else waits for a person or a changed record. */
const CURED_BY_TIME: ReadonlySet<FailureKind> = new Set(['rate_limited', 'platform_unavailable', 'platform_defect', 'outcome_unknown']);

/** Kinds after which a run waits for new credentials or rights, and then goes on by itself. */
const WAITS_FOR_AUTHENTICATION: ReadonlySet<FailureKind> = new Set(['credentials_rejected', 'permission_missing']);

export type FailureInit = {
  readonly kind: FailureKind;
  /** Stable machine word, finer than the kind: `webservice_disabled`, `key_inactive`. Defaults to the kind. */
  readonly code?: string;
  /** What happened, for the person using the service. */
  readonly message: Localized;
  /** What that person can do about it. */
  readonly fix?: Localized;
  /** For engineers; never shown to users, never holds secrets (see `redact`). */
  readonly detail?: string;
  /** Wait asked for by the platform, in milliseconds. */
  readonly retryAfterMs?: number;
  /** Identifiers and counts that help to find the place: stream, status, resource. */
  readonly context?: Readonly<Record<string, Json>>;
  /** Literal secrets that must not survive in any text of this failure. */
  readonly secrets?: readonly string[];
};

/** Stands where a secret stood. */
export const REDACTED = '[redacted]';
const SECRET_PATTERNS: readonly RegExp[] = [
  /((?:ws_key|token|apikey|api_key|password|passwd|secret|sha)["']?\s*[=:]\s*["']?)[^\s&"',}]+/giu,
  /(authorization["']?\s*[=:]\s*["']?(?:basic|bearer)\s+)[^\s"',}]+/giu,
  /(:\/\/[^\s:/@]+:)[^\s@/]+(?=@)/gu,
];
const EMAIL_PATTERN = /[^\s@"'<>()[\]]+@[^\s@"'<>()[\]]+\.[^\s@"'<>()[\]]+/gu;

/** Removes literal secrets, credential-like assignments and e-mail addresses from a text that will be stored or logged. */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of secrets) if (secret.length >= 4) clean = clean.replaceAll(secret, REDACTED);
  for (const pattern of SECRET_PATTERNS) clean = clean.replace(pattern, `$1${REDACTED}`);
  return clean.replace(EMAIL_PATTERN, REDACTED);
}

/** A failure with a kind, texts for the user and a remedy. Secrets are filtered when it is built, so it is safe to log. */
export class Failure extends Error {
  readonly kind: FailureKind;
  readonly code: string;
  readonly text: Localized;
  readonly fix: Localized | null;
  readonly detail: string | null;
  readonly retryAfterMs: number | null;
  readonly context: Readonly<Record<string, Json>>;

  constructor(init: FailureInit) {
    const clean = (value: string): string => redact(value, init.secrets);
    super(clean(init.message.en));
    this.name = 'Failure';
    this.kind = init.kind;
    this.code = init.code ?? init.kind;
    this.text = { pl: clean(init.message.pl), en: clean(init.message.en) };
    this.fix = init.fix ? { pl: clean(init.fix.pl), en: clean(init.fix.en) } : null;
    this.detail = init.detail === undefined ? null : clean(init.detail).slice(0, 2_000);
    this.retryAfterMs = init.retryAfterMs ?? null;
    this.context = init.context ?? {};
  }

  /** True when trying again later, with nothing changed by a person, can succeed. */
  get retryable(): boolean {
    return CURED_BY_TIME.has(this.kind);
  }

  /** True when the run should wait for `authenticate` instead of ending. */
  get waitsForAuthentication(): boolean {
    return WAITS_FOR_AUTHENTICATION.has(this.kind);
  }

  /** The shape stored in run rows and shown by the API. */
  toJSON(): { kind: FailureKind; code: string; text: Localized; fix: Localized | null; detail: string | null; context: Readonly<Record<string, Json>> } {
    return { kind: this.kind, code: this.code, text: this.text, fix: this.fix, detail: this.detail, context: this.context };
  }
}

export function isFailure(value: unknown): value is Failure {
  return value instanceof Failure;
}

export function isFailureKind(value: unknown): value is FailureKind {
  return typeof value === 'string' && (FAILURE_KINDS as readonly string[]).includes(value);
}
