import type { IntegrationState } from '#libs/domain/integration-state.js';
import type { Localized } from '#libs/domain/words.js';
import type { Silence } from '#libs/hooks/watch.js';
import type { WebhookState } from './webhook.schemas.js';
import { lateText, receivingText, silentText, uselessText, WEBHOOK_TEXTS } from './webhook.texts.js';

/** What is known of the webhooks of an integration that has an address. */
export type HookFacts = {
  readonly integrationState: IntegrationState;
  readonly firstAt: Date | null;
  readonly lastAt: Date | null;
  readonly lastLateAt: Date | null;
  /** A delivery came in the last 24 hours that was not taken, after the stop if there was one. */
  readonly lateNow: boolean;
  /** Only polling has found changes for too long; null: all is well. */
  readonly silence: Silence | null;
  /** Deliveries of seven days at this address that named no record. */
  readonly useless: number;
};

export type JudgedHooks = { readonly state: WebhookState; readonly text: Localized };

/** States in which the integration does not follow the shop, so that deliveries are only counted. */
const NOT_FOLLOWING: ReadonlySet<IntegrationState> = new Set(['draft', 'authenticated', 'saved', 'stopped']);

/** State and words; `facts` null: no address was asked for. */
export function judgeHooks(facts: HookFacts | null): JudgedHooks {
  if (facts === null) return { state: 'off', text: WEBHOOK_TEXTS.off };
  const { integrationState, firstAt, lastAt, lastLateAt, lateNow, silence, useless } = facts;
  const stopped = integrationState === 'stopped';
  if (NOT_FOLLOWING.has(integrationState) && lateNow && lastLateAt !== null) return { state: 'late', text: lateText(stopped, lastLateAt) };
  if (stopped) return { state: 'stopped', text: WEBHOOK_TEXTS.stopped };
  if (silence !== null) return { state: 'silent', text: silentText(silence) };
  if (firstAt === null || lastAt === null) {
    return { state: 'waiting', text: useless === 0 ? WEBHOOK_TEXTS.waiting : uselessText(useless) };
  }
  return { state: 'receiving', text: receivingText(firstAt, lastAt) };
}
