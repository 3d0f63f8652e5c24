import { isFailure, type Failure } from '#libs/domain/failure.js';
import { mayGoOn, type SendContext } from './context.js';
import type { PersonRow } from './due-people.js';
import { duePeople } from './due-people.js';
import { lookAtPeople } from './look-at-people.js';
import { planUnit, type UnitPlan } from './plan-unit.js';
import { noteDelivered, noteRemoved, noteRenamed } from './remote-knowledge.js';
import { awaitOutcome, cancelPending, claim, lockWaiting, release, settleArrived, settleFailed, type Sent } from './settle.js';
import { closeRejects, openRejects } from './rejects.js';

/** Rows that cannot be decided on yet wait this long, ms. */
const LATER_MS = 60_000;

type Ready = UnitPlan & { readonly write: NonNullable<UnitPlan['write']> };
type Outcome = { readonly done: number; readonly stop: Failure | null };

const sentOf = (rows: readonly PersonRow[]): Sent[] => rows.map((row) => ({ id: row.id, sentVersion: row.version }));

async function claimPlans({ engine, account }: SendContext, plans: readonly UnitPlan[]): Promise<Ready[]> {
  const { dataSource } = engine.sync;
  return dataSource.transaction(async (manager) => {
    await lockWaiting(manager, plans.flatMap((plan) => plan.unit.rows));
    await cancelPending(manager, plans.flatMap((plan) => plan.cancel.map(({ row, reason }) => ({ id: row.id, version: row.version, reason }))));
    await noteRemoved(manager, account, plans.filter((plan) => plan.cancel.some(({ reason }) => reason === 'removed_there')).map((plan) => plan.unit.address));
    const later = plans.filter((plan) => plan.later).flatMap((plan) => plan.unit.rows.map((row) => row.id));
    if (later.length > 0) await manager.query(`update delivery set not_before = now() + make_interval(secs => $2) where id = any($1::uuid[]) and state = 'pending'`, [later, LATER_MS / 1000]);
    const claimed = await claim(manager, plans.flatMap((plan) => plan.rows.map((row) => ({ id: row.id, version: row.version, hash: row.kind === 'contact' ? plan.hash : null, creates: plan.creates, notes: plan.notes }))));
    return plans.flatMap((plan): Ready[] => {
      const rows = plan.rows.filter((row) => claimed.has(row.id));
      // A row that changed under our hands is sent with its newer version next time; half of a write is not sent.
      return plan.write === null || rows.length < plan.rows.length ? [] : [{ ...plan, write: plan.write, rows }];
    });
  });
}

/** Rows that were claimed although their unit is not sent after all. */
async function releaseHalves({ engine }: SendContext, plans: readonly UnitPlan[], ready: readonly Ready[]): Promise<void> {
  const sent = new Set(ready.flatMap((plan) => plan.rows.map((row) => row.id)));
  await release(engine.sync.dataSource, sentOf(plans.flatMap((plan) => plan.rows).filter((row) => !sent.has(row.id))), 0);
}

async function noteArrived({ engine, account }: SendContext, plan: Ready, contactId: string | null): Promise<void> {
  await engine.sync.dataSource.transaction(async (manager) => {
    await settleArrived(manager, sentOf(plan.rows).map((one) => ({ ...one, contactId, remoteId: null })));
    await noteDelivered(manager, account, [{ address: plan.unit.address, contactId, created: plan.creates, withOptIn: plan.write.opt.email === 'in' }]);
    if (plan.write.newEmail !== null) await noteRenamed(manager, account, plan.write.email, plan.unit.address);
    await closeRejects(manager, plan.rows.map((row) => row.id));
  });
}

/** Failures that concern one record; all others stop the destination for a while. */
async function settleFailure(context: SendContext, plans: readonly Ready[], failure: Failure): Promise<Failure | null> {
  const { engine, open } = context;
  const rows = plans.flatMap((plan) => plan.rows);
  if (failure.kind === 'outcome_unknown') {
    await awaitOutcome(engine.sync.dataSource, sentOf(rows), { state: 'unknown', waitMs: open.quietMs, jobId: null });
    return null;
  }
  if (failure.kind === 'destination_rejected' || failure.kind === 'record_invalid') {
    await engine.sync.dataSource.transaction(async (manager) => {
      await settleFailed(manager, sentOf(rows).map((one) => ({ ...one, reason: failure.code, problem: failure })));
      await openRejects(manager, rows.map((row) => row.id), failure);
    });
    return null;
  }
  await release(engine.sync.dataSource, sentOf(rows), 0);
  return failure;
}

async function sendLoudly(context: SendContext, plan: Ready): Promise<Failure | null> {
  try {
    const { contactId } = await context.open.live.writeContact(plan.write, context.signal);
    context.engine.failpoint?.('sent');
    await noteArrived(context, plan, contactId);
    return null;
  } catch (error) {
    if (!isFailure(error)) throw error;
    return settleFailure(context, [plan], error);
  }
}

/** A batch that is refused as a whole is halved until the record that spoils it stands alone. */
async function sendSilently(context: SendContext, plans: readonly Ready[]): Promise<Failure | null> {
  if (plans.length === 0) return null;
  try {
    const { jobId } = await context.open.bulk.writeSilently(plans.map((plan) => plan.write), context.signal);
    context.engine.failpoint?.('sent');
    await awaitOutcome(context.engine.sync.dataSource, sentOf(plans.flatMap((plan) => plan.rows)), { state: 'confirming', waitMs: context.engine.tuning.jobMs, jobId });
    return null;
  } catch (error) {
    if (!isFailure(error)) throw error;
    if (error.kind !== 'destination_rejected' || plans.length === 1) return settleFailure(context, plans, error);
    const half = Math.ceil(plans.length / 2);
    const stop = await sendSilently(context, plans.slice(0, half));
    if (stop === null) return sendSilently(context, plans.slice(half));
    await release(context.engine.sync.dataSource, sentOf(plans.slice(half).flatMap((plan) => plan.rows)), 0);
    return stop;
  }
}

async function sendClaimed(context: SendContext, plans: readonly UnitPlan[], send: (ready: readonly Ready[]) => Promise<readonly (Failure | null)[]>): Promise<Failure | null> {
  if (plans.length === 0) return null;
  const ready = await claimPlans(context, plans);
  await releaseHalves(context, plans, ready);
  context.engine.failpoint?.('claimed');
  return (await send(ready)).find((failure) => failure !== null) ?? null;
}

/**
 * Sends what is due to some people: reads them first, decides, commits that it is being sent, then sends.
 * @returns how many units were dealt with, and the failure that stops the destination, if any
 * @throws Failure when reading fails: nothing has been claimed then
 */
export async function sendPeople(context: SendContext, silent: boolean, most: number): Promise<Outcome> {
  const units = await duePeople(context.engine.sync.dataSource, context.destination.id, silent, most);
  if (units.length === 0) return { done: 0, stop: null };
  const plans = (await lookAtPeople(context, units)).map(planUnit);
  const quiet = plans.filter((plan) => plan.silent);
  const first = await sendClaimed(context, quiet, async (ready) => [await sendSilently(context, ready)]);
  if (first !== null) return { done: units.length, stop: first };
  const loud = plans.filter((plan) => !plan.silent);
  const { chunk } = context.open;
  for (let at = 0; at < loud.length && (await mayGoOn(context)); at += chunk) {
    const stop = await sendClaimed(context, loud.slice(at, at + chunk), (ready) => Promise.all(ready.map((plan) => sendLoudly(context, plan))));
    if (stop !== null) return { done: units.length, stop };
  }
  return { done: units.length, stop: null };
}
