import { createHash } from 'node:crypto';
import type { BudgetAccount, Priority } from '#libs/domain/budget.js';
import { Failure, isFailure } from '#libs/domain/failure.js';
import type { Connector, ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import type { Stream } from '#libs/connectors/sdk/stream.js';
import { createHttpClient } from '#libs/http/undici-http-client.js';
import type { Engine } from './engine.js';
import { observedHttp } from './observed-http.js';
import type { RequestMeter } from './request-meter.js';
import type { IntegrationRow } from './rows.js';

export type OpenAccount = {
  readonly definition: ConnectorDefinition;
  readonly connector: Connector;
  readonly accounts: readonly BudgetAccount[];
  /** Of the credentials used; not secret. */
  readonly accountKey: string;
  readonly address: string | null;
  /** True for a refusal of credentials that others have taken the place of since: it says nothing about those. */
  isOutdated(error: unknown): Promise<boolean>;
  close(): Promise<void>;
};

/** Outside limits are counted by account, not by workspace; the hash keeps addresses out of budget rows and metrics. */
export function hashAccount(platform: string, accountKey: string): string {
  return createHash('sha256').update(`${platform}\n${accountKey}`).digest('hex').slice(0, 32);
}

function missingCredentials(): Failure {
  return new Failure({
    kind: 'credentials_rejected',
    code: 'credentials_missing',
    message: { pl: 'Integracja nie ma zapisanych danych dostępowych.', en: 'The integration has no stored credentials.' },
    fix: { pl: 'Podaj dane dostępowe i uwierzytelnij integrację.', en: 'Enter the credentials and authenticate the integration.' },
  });
}

function parseCredentials(definition: ConnectorDefinition, stored: unknown): unknown {
  const parsed = definition.credentials.safeParse(stored);
  if (parsed.success) return parsed.data;
  // Paths only: a value that does not fit may be the secret itself.
  throw new Failure({
    kind: 'configuration_invalid',
    code: 'credentials_malformed',
    message: { pl: 'Zapisane dane dostępowe mają nieprawidłową postać.', en: 'The stored credentials are malformed.' },
    fix: { pl: 'Podaj dane dostępowe jeszcze raz i uwierzytelnij integrację.', en: 'Enter the credentials again and authenticate the integration.' },
    detail: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`).join('; '),
  });
}

const literals = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(literals) : [];

/** Secrets are what the credentials hold, except the address itself, which people see everywhere. */
export const secretsOf = (credentials: unknown, address: string | null): string[] => literals(credentials).filter((text) => text.length >= 8 && address?.includes(text) !== true && !text.includes('://'));

export type OpenOptions = { readonly priority: Priority; readonly secretName?: string; readonly maxWaitMs?: number; /** Counts the requests. */ readonly meter?: RequestMeter };

/** Stops the account for everybody, because the platform says that it has too much to do. */
function holding(engine: Engine, accounts: readonly BudgetAccount[]): (ms: number, reason: string) => Promise<never> {
  return async (ms, reason) => {
    for (const account of accounts) await engine.budget.block(account, new Date(engine.nowMs() + ms), reason);
    throw new Failure({
      kind: 'rate_limited', code: 'platform_busy', retryAfterMs: ms, detail: reason,
      message: { pl: 'Platforma zgłasza przeciążenie.', en: 'The platform says that it is overloaded.' },
      fix: { pl: 'Nic nie trzeba robić; praca wznowi się sama po przerwie.', en: 'Nothing to do; work goes on by itself after a pause.' },
    });
  };
}

/**
 * Opens the account with its stored credentials. Settings that do not (or no longer) parse are treated as not set: a check
 * must work before they are saved.
 * @throws Failure `credentials_rejected` when none are stored · `configuration_invalid`
 */
export async function openAccount(engine: Engine, integration: IntegrationRow, options: OpenOptions): Promise<OpenAccount> {
  const definition = engine.connectors(integration.platform);
  const place = { ownerKind: 'integration', ownerId: integration.id, name: options.secretName ?? 'credentials' } as const;
  const stored = await engine.secrets.get(place);
  if (stored === null) throw missingCredentials();
  const credentials = parseCredentials(definition, stored);
  const parsed = definition.settings.safeParse(integration.settings);
  const settings = parsed.success ? parsed.data : null;
  const accountKey = definition.accountKey(credentials);
  const address = definition.address(credentials);
  const accounts: BudgetAccount[] = [{ key: hashAccount(integration.platform, accountKey), ...definition.budget(credentials, settings) }];
  const http = createHttpClient({
    budget: engine.budget, accounts, priority: options.priority, maxWaitMs: options.maxWaitMs ?? engine.tuning.maxWaitMs, guard: engine.guard,
    nowMs: engine.nowMs, secrets: secretsOf(credentials, address), defaultBlockMs: engine.tuning.defaultBlockMs,
  });
  const observed = observedHttp(http, integration.platform, hashAccount(integration.platform, accountKey), engine.observer);
  const connector = definition.open({
    credentials, settings: settings ?? {}, nowMs: engine.nowMs, http: options.meter?.over(observed) ?? observed, hold: holding(engine, accounts),
  });
  const isOutdated = async (error: unknown): Promise<boolean> =>
    isFailure(error) && error.kind === 'credentials_rejected' && JSON.stringify(await engine.secrets.get(place)) !== JSON.stringify(stored);
  return { definition, connector, accounts, accountKey, address, isOutdated, close: () => http.close() };
}

/** @throws Failure `configuration_invalid` when the platform has no such stream. */
export function streamOf(account: OpenAccount, name: string): Stream {
  const stream = account.connector.streams.find((candidate) => candidate.name === name);
  if (stream) return stream;
  throw new Failure({
    kind: 'configuration_invalid',
    code: 'stream_unknown',
    message: { pl: `Ta platforma nie ma strumienia „${name}”.`, en: `This platform has no stream "${name}".` },
    fix: { pl: 'Wybierz strumień z listy platform.', en: 'Choose a stream from the list of platforms.' },
  });
}
