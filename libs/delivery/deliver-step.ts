import { QueryFailedError } from 'typeorm';
import { isFailure, type Failure } from '#libs/domain/failure.js';
import type { DeliverStep } from '#workflows/activities.js';
import { applyCallbacks } from './callbacks/apply-callbacks.js';
import { considerCarts } from './carts/consider-carts.js';
import { considerChanges } from './consider/consider-changes.js';
import type { DeliveryEngine } from './engine.js';
import { exportStep } from './export/export-step.js';
import { keepStatistics } from './fresh-statistics.js';
import { nextDueMs } from './next-due.js';
import { findDestination, findRoutes, type DestinationRow } from './rows.js';
import { confirmPeople } from './send/confirm-people.js';
import type { SendContext } from './send/context.js';
import { adoptLost, cancelOrphans } from './send/due-people.js';
import { clearProblem, holdDestination } from './send/hold.js';
import { openDestination } from './send/open-destination.js';
import { givePaceBack, takePace } from './send/pace.js';
import { sendEvents } from './send/send-events.js';
import { sendPeople } from './send/send-people.js';
import { verifyEvents } from './send/verify-events.js';

/** Addresses in one round: what one read of the destination holds. */
const ROUND = 50;
/** A wait as short as this is slept here; longer ones go back to the flow. */
const NAP_MS = 2_000;
/** Nothing to do and something due at once: it will be in a moment, and looking without a break would only warm the machine. */
const LEAST_NAP_MS = 50;

type Tools = { readonly signal: AbortSignal; readonly onBeat: () => void };
type Round = { readonly done: number; readonly delivered: number; readonly stop: Failure | null };

/** What the house decides by itself: needs no answer of the destination, and goes on while that is paused or away. */
async function decide(engine: DeliveryEngine, destination: DestinationRow): Promise<number> {
  let done = await applyCallbacks(engine, destination);
  for (const route of await findRoutes(engine.sync.dataSource, destination.id)) {
    if (route.state !== 'on') continue;
    done += await considerChanges(engine, destination, route);
    done += await considerCarts(engine, destination, route);
    done += await exportStep(engine, destination, route);
  }
  return done;
}

/** Live changes first, then what was accepted and is to be confirmed, then exports at their pace. */
async function send(context: SendContext): Promise<Round> {
  const { engine, destination, open } = context;
  const perMinute = open.definition.contactsPerMinute(open.settings);
  const pace = { perMinute, burstMs: 2 * engine.tuning.paceMs, most: Math.min(ROUND, open.definition.limits.silent) };
  const rounds: (() => Promise<{ done: number; stop: Failure | null }>)[] = [
    () => sendPeople(context, false, ROUND),
    async () => ({ done: await confirmPeople(context), stop: null }),
    () => sendEvents(context, ROUND),
    async () => ({ done: await verifyEvents(context), stop: null }),
    async () => {
      const allowed = await takePace(engine.sync.dataSource, destination.id, pace);
      const sent = await sendPeople(context, true, allowed);
      await givePaceBack(engine.sync.dataSource, destination.id, perMinute, allowed - sent.done);
      return sent;
    },
  ];
  let done = 0;
  for (const round of rounds) {
    if (context.signal.aborted) break;
    const result = await round();
    done += result.done;
    if (result.stop !== null) return { done, delivered: done, stop: result.stop };
  }
  return { done, delivered: done, stop: null };
}

const mayRest = (destination: DestinationRow, nowMs: number): number => {
  const until = destination.problem?.['until'];
  return typeof until === 'string' ? Math.max(0, Date.parse(until) - nowMs) : 0;
};

async function openContext(engine: DeliveryEngine, destination: DestinationRow, signal: AbortSignal): Promise<SendContext> {
  const open = await openDestination(engine, destination);
  const routes = await findRoutes(engine.sync.dataSource, destination.id);
  return { engine, destination, account: destination.account ?? '', open, routes: new Map(routes.map((route) => [route.id, route])), signal };
}

/** Two workers got into each other's way and the database has undone what this one was about: looked at again, nothing is lost. */
const isCollision = (error: unknown): boolean => error instanceof QueryFailedError && ['40P01', '40001'].includes((error.driverError as { code?: string }).code ?? '');

/**
 * One time-boxed step of a destination: considers changes, exports, callbacks, sends what is due at its pace, and reads back what
 * is unclear. What stops the whole destination is shown on it and comes back as a wait.
 * @throws only what is a fault of our own house
 */
export async function deliverStep(engine: DeliveryEngine, input: { readonly destinationId: string } & Tools): Promise<DeliverStep> {
  const { dataSource, nowMs } = engine.sync;
  const until = performance.now() + engine.tuning.stepMs;
  const total = { considered: 0, delivered: 0 };
  let context: SendContext | null = null;
  await keepStatistics(dataSource);
  try {
    for (;;) {
      input.onBeat();
      const destination = await findDestination(dataSource, input.destinationId);
      if (destination === null) return { status: 'closed', waitMs: 0, ...total };
      const mayGo = destination.state === 'ready' && destination.desired === 'run';
      const decided = await decide(engine, destination);
      total.considered += decided;
      const restMs = mayGo ? mayRest(destination, nowMs()) : 0;
      let sent: Round = { done: 0, delivered: 0, stop: null };
      if (mayGo && restMs === 0) {
        try {
          context ??= await openContext(engine, destination, input.signal);
          await cancelOrphans(dataSource, destination.id);
          await adoptLost(dataSource, destination.id, engine.tuning.leaseMs, context.open.quietMs);
          sent = await send(context);
        } catch (error) {
          if (!isFailure(error)) throw error;
          sent = { done: 0, delivered: 0, stop: error };
        }
        if (sent.stop === null) await clearProblem(dataSource, destination.id, sent.done > 0);
        else if (decided === 0) return { status: 'wait', waitMs: await holdDestination(engine, destination.id, sent.stop), ...total };
        else await holdDestination(engine, destination.id, sent.stop);
      }
      total.delivered += sent.done;
      input.signal.throwIfAborted();
      if (decided + sent.done === 0) {
        const dueMs = await nextDueMs(dataSource, { destinationId: destination.id, sending: mayGo && restMs === 0, leaseMs: engine.tuning.leaseMs, paceMs: engine.tuning.paceMs });
        const waitMs = restMs > 0 ? (dueMs === 0 ? restMs : Math.min(dueMs, restMs)) : dueMs;
        if (!mayGo && waitMs === 0) return { status: 'held', waitMs: 0, ...total };
        if (waitMs === 0 || waitMs > NAP_MS) return { status: 'wait', waitMs, ...total };
        await new Promise((resolve) => setTimeout(resolve, Math.max(LEAST_NAP_MS, waitMs)));
      }
      if (performance.now() > until) return { status: 'more', waitMs: 0, ...total };
    }
  } catch (error) {
    if (!isCollision(error)) throw error;
    return { status: 'more', waitMs: 0, ...total };
  } finally {
    await context?.open.close();
  }
}
