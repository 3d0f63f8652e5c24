import type { DataSource } from 'typeorm';
import type { RequestBudget } from '#libs/domain/budget.js';
import { isFailure } from '#libs/domain/failure.js';
import type { JsonObject, Localized } from '#libs/domain/words.js';
import type { AddressGuard } from '#libs/http/address-guard.js';
import type { HttpClient } from '#libs/http/http-client.js';
import { createHttpClient } from '#libs/http/undici-http-client.js';
import type { SecretStore } from '#libs/security/secret-store.js';
import { signAlert } from '#libs/security/sign-alert.js';

export type SendContext = {
  readonly dataSource: DataSource;
  readonly secrets: SecretStore;
  readonly guard: AddressGuard;
  readonly budget: RequestBudget;
  readonly nowMs: () => number;
  readonly logger: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
  /** First wait after a failed sending, ms; doubled each time. Default 30,000. */
  readonly firstWaitMs?: number;
};

type Waiting = {
  readonly id: string;
  readonly workspaceId: string;
  readonly integrationId: string | null;
  readonly rule: string;
  readonly subject: string;
  readonly message: Localized;
  readonly detail: JsonObject;
  readonly openedAt: Date;
  readonly url: string;
};

/** About three days with the waits below; then it stays listed, unsent. */
const MOST_ATTEMPTS = 20;
const LONGEST_WAIT_MS = 6 * 3_600_000;
const A_ROUND = 20;
const TIMEOUT_MS = 10_000;

/** Taking a row sets its next attempt first: a process that dies while sending does not send again at once. */
const TAKE = `with due as (
    select a.id, t.url from alert a join alert_target t on t.workspace_id = a.workspace_id and t.enabled
    where a.sent_at is null and a.closed_at is null and a.attempts < ${String(MOST_ATTEMPTS)} and (a.not_before is null or a.not_before <= now())
    order by a.opened_at limit ${String(A_ROUND)} for update of a skip locked
  ), taken as (
    update alert a set attempts = attempts + 1, not_before = now() + make_interval(secs => (least($2::float8, $1::float8 * power(2, least(a.attempts, 20))) / 1000)::float8)
    from due where a.id = due.id
    returning a.id, a.workspace_id as "workspaceId", a.integration_id as "integrationId", a.rule, a.subject, a.message, a.detail, a.opened_at as "openedAt", due.url
  ) select * from taken`;

async function post(context: SendContext, http: HttpClient, alert: Waiting, secret: string): Promise<number> {
  const { url, ...data } = alert;
  const at = new Date(context.nowMs());
  const body = JSON.stringify({ type: 'alert.opened', timestamp: at.toISOString(), data });
  const headers = { 'content-type': 'application/json', ...signAlert({ secret, id: `msg_${alert.id}`, at, body }) };
  const answer = await http.request({ method: 'POST', url, headers, body, timeoutMs: TIMEOUT_MS, maxBytes: 65_536, signal: AbortSignal.timeout(2 * TIMEOUT_MS) });
  return answer.status;
}

async function send(context: SendContext, alert: Waiting): Promise<void> {
  const stored = await context.secrets.get({ ownerKind: 'alert_target', ownerId: alert.workspaceId, name: 'signing' });
  const secret = stored?.['secret'];
  if (typeof secret !== 'string') {
    context.logger.warn({ alertId: alert.id }, 'alert target has no signing secret');
    return;
  }
  const http = createHttpClient({ budget: context.budget, accounts: [], priority: 'webhook', maxWaitMs: 0, guard: context.guard, nowMs: context.nowMs, secrets: [secret] });
  try {
    const status = await post(context, http, alert, secret);
    if (status >= 200 && status < 300) await context.dataSource.query(`update alert set sent_at = now(), not_before = null where id = $1`, [alert.id]);
    else context.logger.warn({ alertId: alert.id, status }, 'alert was not accepted');
  } catch (error) {
    context.logger.warn({ alertId: alert.id, ...(isFailure(error) ? { failure: error.kind, code: error.code } : { err: error }) }, 'alert could not be sent');
  } finally {
    await http.close();
  }
}

/** Sends open alerts that were not sent yet to the address of their workspace, signed as Standard Webhooks. Returns how many were tried. */
export async function sendAlerts(context: SendContext): Promise<number> {
  const waiting = await context.dataSource.query<Waiting[]>(TAKE, [context.firstWaitMs ?? 30_000, LONGEST_WAIT_MS]);
  for (const alert of waiting) await send(context, alert);
  return waiting.length;
}
