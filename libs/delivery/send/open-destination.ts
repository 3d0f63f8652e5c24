import type { BudgetAccount, Priority } from '#libs/domain/budget.js';
import { Failure } from '#libs/domain/failure.js';
import type { Destination, DestinationDefinition } from '#libs/destinations/sdk/destination.js';
import { createHttpClient } from '#libs/http/undici-http-client.js';
import { hashAccount, secretsOf } from '#libs/sync/open-account.js';
import type { DeliveryEngine } from '../engine.js';
import type { DestinationRow } from '../rows.js';

/** Fewer would make a commit for each call, more would be left unclear by a worker that is killed. */
const MOST_AT_ONCE = 16;
/** A wait for the account's budget that is longer is the flow's business, ms. */
const MOST_WAIT_MS = 10_000;

export type OpenDestination = {
  readonly definition: DestinationDefinition;
  readonly settings: unknown;
  readonly accountKey: string;
  readonly address: string;
  /** Of live changes and reads that somebody waits for … */
  readonly live: Destination;
  /** … and of exports, which let everybody else go first. */
  readonly bulk: Destination;
  readonly quietMs: number;
  /** Calls that are committed and sent together: about two seconds of what the account allows. */
  readonly chunk: number;
  close(): Promise<void>;
};

function missing(): Failure {
  return new Failure({
    kind: 'credentials_rejected', code: 'credentials_missing',
    message: { pl: 'Miejsce docelowe nie ma zapisanych danych dostępowych.', en: 'The destination has no stored credentials.' },
    fix: { pl: 'Podaj dane dostępowe i uwierzytelnij miejsce docelowe.', en: 'Enter the credentials and authenticate the destination.' },
  });
}

function malformed(paths: string): Failure {
  return new Failure({
    kind: 'configuration_invalid', code: 'credentials_malformed', detail: paths,
    message: { pl: 'Zapisane dane dostępowe miejsca docelowego mają nieprawidłową postać.', en: 'The stored credentials of the destination are malformed.' },
    fix: { pl: 'Podaj dane dostępowe jeszcze raz i uwierzytelnij miejsce docelowe.', en: 'Enter the credentials again and authenticate the destination.' },
  });
}

function chunkOf({ limit, share }: Omit<BudgetAccount, 'key'>): number {
  if (limit === null) return MOST_AT_ONCE;
  return Math.min(MOST_AT_ONCE, Math.max(1, Math.floor((2_000 * limit.requests * share) / limit.windowMs)));
}

/** Opens a destination with its stored credentials. @throws Failure `credentials_rejected` when none are stored · `configuration_invalid` */
export async function openDestination(engine: DeliveryEngine, row: DestinationRow, secretName = 'credentials'): Promise<OpenDestination> {
  const { secrets, budget, guard, nowMs, tuning } = engine.sync;
  const definition = engine.destinations(row.kind);
  const stored = await secrets.get({ ownerKind: 'destination', ownerId: row.id, name: secretName });
  if (stored === null) throw missing();
  const parsed = definition.credentials.safeParse(stored);
  // Paths only: a value that does not fit may be the secret itself.
  if (!parsed.success) throw malformed(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`).join('; '));
  const credentials = parsed.data;
  const settings = definition.settings.safeParse(row.settings).data ?? definition.settings.parse({});
  const accountKey = definition.accountKey(credentials);
  const address = definition.address(credentials);
  const accounts = [{ key: hashAccount(row.kind, accountKey), ...definition.budget(credentials, settings) }];
  const client = (priority: Priority): ReturnType<typeof createHttpClient> =>
    createHttpClient({ budget, accounts, priority, maxWaitMs: Math.max(tuning.maxWaitMs, MOST_WAIT_MS), guard, nowMs, secrets: secretsOf(credentials, address), defaultBlockMs: tuning.defaultBlockMs });
  const [live, bulk] = [client('webhook'), client('backfill')];
  return {
    definition, settings, accountKey, address,
    live: definition.open({ credentials, settings, http: live, nowMs }),
    bulk: definition.open({ credentials, settings, http: bulk, nowMs }),
    quietMs: engine.tuning.quietMs ?? definition.quietMs(settings),
    chunk: chunkOf(definition.budget(credentials, settings)),
    close: async () => {
      await Promise.all([live.close(), bulk.close()]);
    },
  };
}
