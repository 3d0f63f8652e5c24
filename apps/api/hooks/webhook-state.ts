import type { IntegrationState } from '#libs/domain/integration-state.js';
import type { Localized } from '#libs/domain/words.js';
import type { WebhookCounts, WebhookState } from './webhook.schemas.js';
import { lateText, receivingText, silentText, uselessText, WEBHOOK_TEXTS } from './webhook.texts.js';

/** What is known of the webhooks of an integration that has an address. */
export type HookFacts = {
  readonly integrationState: IntegrationState;
  readonly firstAt: Date | null;
  readonly lastAt: Date | null;
  readonly lastLateAt: Date | null;
  /** A delivery came in the last 24 hours that was not taken. */
  readonly lateNow: boolean;
  /** Changes only polling has found since the last delivery, when that has been so for too long; 0: all is well. */
  readonly missed: number;
  readonly lastSevenDays: WebhookCounts;
};

export type JudgedHooks = { readonly state: WebhookState; readonly text: Localized };

/** States in which the integration does not follow the shop, so that deliveries are only counted. */
const NOT_FOLLOWING: ReadonlySet<IntegrationState> = new Set(['draft', 'authenticated', 'saved', 'stopped']);

/** State and words; `facts` null: no address was asked for. */
export function judgeHooks(facts: HookFacts | null): JudgedHooks {
  if (facts === null) return { state: 'off', text: WEBHOOK_TEXTS.off };
  const { integrationState, firstAt, lastAt, lastLateAt, lateNow, missed, lastSevenDays: week } = facts;
  const stopped = integrationState === 'stopped';
  if (NOT_FOLLOWING.has(integrationState) && lateNow && lastLateAt !== null) return { state: 'late', text: lateText(stopped, lastLateAt) };
  if (stopped) return { state: 'stopped', text: WEBHOOK_TEXTS.stopped };
  if (firstAt === null || lastAt === null) {
    const useless = week.ignored + week.unreadable;
    return { state: 'waiting', text: useless === 0 ? WEBHOOK_TEXTS.waiting : uselessText(useless) };
  }
  return missed > 0 ? { state: 'silent', text: silentText(lastAt, missed) } : { state: 'receiving', text: receivingText(firstAt, lastAt) };
}
