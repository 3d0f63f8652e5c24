import type { Priority } from '#libs/domain/budget.js';
import { isFailure } from '#libs/domain/failure.js';
import type { RunKind } from '#libs/domain/words.js';
import { linkAllWaiting } from '#libs/ingest/link-waiting.js';
import type { PartStep } from '#workflows/activities.js';
import type { Engine } from './engine.js';
import { dropUnread } from './drop-unread.js';
import { openAccount, streamOf } from './open-account.js';
import { partContext } from './part-context.js';
import { readRecords } from './read-records.js';
import { RequestMeter } from './request-meter.js';
import { reapplyRecords } from './reapply-records.js';
import { findIntegration, findPart, findRun, isEnded, type IntegrationRow, type PartRow, type RunRow } from './rows.js';
import { pollJournal } from './journal/poll-journal.js';
import { sweepRecords } from './sweep-records.js';
import { watchWish } from './watch-wish.js';

const PRIORITIES: Readonly<Record<RunKind, Priority>> = {
  webhook: 'webhook', journal: 'recurring', recurring: 'recurring', reconcile: 'recurring', replay: 'replay', initial: 'backfill', reread: 'backfill', reapply: 'backfill',
};

/** Nothing may keep a journal waiting: what it tells is soon forgotten. What is read beside it can wait. */
const priorityOf = (run: RunRow, part: PartRow): Priority => (part.lane === 'journal' ? 'webhook' : PRIORITIES[run.kind]);

export const NOTHING: PartStep = { status: 'more', pages: 0, read: 0, waitMs: 0 };

/** How a step goes on after its last committed page. */
async function standing(engine: Engine, before: PartRow, run: RunRow): Promise<PartStep> {
  const [part, now] = [await findPart(engine.dataSource, before.id), await findRun(engine.dataSource, run.id)];
  const moved = { pages: (part?.pages ?? 0) - before.pages, read: (part?.read ?? 0) - before.read, waitMs: 0 };
  if (part === null || isEnded(now)) return { ...moved, status: 'closed' };
  if (part.state !== 'open') return { ...moved, status: 'done' };
  return { ...moved, status: part.desired === 'run' ? 'more' : 'held' };
}

async function readPart(engine: Engine, part: PartRow, run: RunRow, integration: IntegrationRow, meter: RequestMeter, signal: AbortSignal): Promise<Partial<PartStep>> {
  const account = await openAccount(engine, integration, { priority: priorityOf(run, part), meter });
  try {
    if (part.lane === 'by-id' && !account.connector.streams.some(({ name }) => name === part.stream)) {
      await dropUnread(engine, part);
      return {};
    }
    const stream = streamOf(account, part.stream);
    const context = await partContext(engine, part, run, integration, stream, account);
    if (part.lane === 'journal') return await pollJournal(engine, { part, integration, account, context, signal });
    if (part.lane === 'reapply') await reapplyRecords(engine, context, part, signal);
    else if (part.lane === 'sweep') await sweepRecords(engine, context, part, stream, signal);
    else await readRecords(engine, context, part, stream, integration.platform, signal);
    const after = await findPart(engine.dataSource, part.id);
    if (after?.state === 'done') {
      engine.failpoint?.('part-done');
      await linkAllWaiting(engine.dataSource, context);
    }
    return {};
  } catch (error) {
    // Asked for again with those that were accepted meanwhile.
    if (await account.isOutdated(error)) return {};
    throw error;
  } finally {
    await account.close();
  }
}

/** Remembers why a part stands still, for the person who looks at its run; cleared by nothing but the end of the part. */
async function noteFailure(engine: Engine, partId: string, error: unknown): Promise<void> {
  if (!isFailure(error)) return;
  engine.observer?.failed(error.kind);
  await engine.dataSource.query(`update part set outcome = $2::jsonb, updated_at = now() where id = $1 and state = 'open'`, [partId, JSON.stringify(error)]);
}

/**
 * One time-boxed step of a part: reads and writes pages for about `tuning.stepMs`, in every lane.
 * @throws Failure whatever the platform or the record source says; waits told by the platform come back as `wait`.
 */
export async function syncPart(engine: Engine, input: { readonly partId: string; readonly signal: AbortSignal; readonly onBeat: () => void }): Promise<PartStep> {
  const part = await findPart(engine.dataSource, input.partId);
  const run = part === null ? null : await findRun(engine.dataSource, part.run_id);
  // Read after the part: settings saved in between are then newer than the part's, and the fence refuses the page.
  const integration = part === null ? null : await findIntegration(engine.dataSource, part.integration_id);
  if (part === null || run === null || integration === null || isEnded(run)) return { ...NOTHING, status: 'closed' };
  if (part.state !== 'open') return { ...NOTHING, status: 'done' };
  if (part.desired !== 'run') return { ...NOTHING, status: 'held' };
  const controller = new AbortController();
  const meter = new RequestMeter(engine.dataSource, { kind: 'part', id: part.id });
  const unwatch = watchWish(engine, part.id, input.signal, controller, () => {
    input.onBeat();
    void meter.flush();
  });
  try {
    const also = await readPart(engine, part, run, integration, meter, controller.signal);
    return { ...(await standing(engine, part, run)), ...also };
  } catch (error) {
    const step = await standing(engine, part, run);
    if (input.signal.aborted) throw error;
    if (controller.signal.aborted) return step;
    await noteFailure(engine, part.id, error);
    if (isFailure(error) && error.kind === 'rate_limited') return { ...step, status: 'wait', waitMs: error.retryAfterMs ?? engine.tuning.defaultBlockMs };
    throw error;
  } finally {
    unwatch();
    await meter.flush();
  }
}
