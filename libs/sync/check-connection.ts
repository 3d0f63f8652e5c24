import { isFailure } from '#libs/domain/failure.js';
import type { CheckReport } from '#libs/connectors/sdk/check.js';
import type { JsonObject } from '#libs/domain/words.js';
import type { Engine } from './engine.js';
import { openAccount } from './open-account.js';
import { findIntegration } from './rows.js';
import { sameAccount, type SameAccount } from './same-account.js';

export type ConnectionCheck = {
  /** Failure as JSON when the account could not be asked or refused; then there is no report. */
  readonly failure: JsonObject | null;
  readonly report: CheckReport | null;
  /** Whether these credentials lead to the account whose records are stored; `unknown` while nothing is stored. */
  readonly sameAccount: SameAccount;
  readonly accountKey: string | null;
  readonly address: string | null;
};

/** Asks an account for its tick list with the credentials stored under `secretName`; never throws what the platform says. */
export async function checkConnection(engine: Engine, input: { readonly integrationId: string; readonly secretName: string }, signal: AbortSignal): Promise<ConnectionCheck> {
  const integration = await findIntegration(engine.dataSource, input.integrationId);
  if (integration === null) return { failure: null, report: null, sameAccount: 'unknown', accountKey: null, address: null };
  try {
    const account = await openAccount(engine, integration, { priority: 'recurring', secretName: input.secretName });
    try {
      const report = await account.connector.check(signal);
      return { failure: null, report, sameAccount: await sameAccount(engine, integration, account, signal), accountKey: account.accountKey, address: account.address };
    } finally {
      await account.close();
    }
  } catch (error) {
    if (!isFailure(error)) throw error;
    return { failure: { ...error.toJSON(), retryAfterMs: error.retryAfterMs }, report: null, sameAccount: 'unknown', accountKey: null, address: null };
  }
}
