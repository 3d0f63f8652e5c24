import type { DeliverStep } from '#workflows/activities.js';
import { WORKFLOWS } from '#workflows/names.js';
import { FakeHouse, failure } from './fake-house.js';
import type { Recording } from './recorder.js';

const QUICK = { retryMs: 10, unavailableMs: 40, giveUpAfterMs: 100 };
const RUN = { runId: 'run-1' };
const INTEGRATION = { integrationId: 'integration-1' };

const quick = (): FakeHouse => Object.assign(new FakeHouse(), { tuning: QUICK });

type Prepare = (house: FakeHouse, wake: (content?: object) => Promise<void>) => void;

function bulk(prepare: Prepare): Recording {
  return {
    workflow: WORKFLOWS.bulkSync, input: RUN,
    activities: (wake) => {
      const house = quick();
      prepare(house, wake);
      return house.activities;
    },
  };
}

/** `passes`: how often there is something to do. */
function recurring(passes: number, prepare: Prepare = () => undefined): Recording {
  return {
    workflow: WORKFLOWS.recurringSync, input: INTEGRATION,
    activities: (wake) => {
      const house = quick();
      prepare(house, wake);
      let opened = 0;
      return { ...house.activities, openRecurringRun: () => Promise.resolve((opened += 1) > passes ? null : { runId: `run-${String(opened)}` }) };
    },
  };
}

/** `due`: batches in the inbox; one more arrives with a wake while the flow looks for the last time, where `late`. */
function inbox(due: number, late = false): Recording {
  return {
    workflow: WORKFLOWS.applyInbox, input: INTEGRATION,
    activities: (wake) => {
      let left = due;
      let lastLook = late;
      return {
        ...quick().activities,
        openInboxRun: async () => {
          if (left > 0) return RUN;
          if (lastLook) {
            lastLook = false;
            left = 1;
            await wake();
          }
          return null;
        },
        takeInboxBatch: () => Promise.resolve((left -= 1) < 0 ? ((left = 0), null) : { partId: `batch-${String(left)}`, stream: 'orders', lane: 'by-id' }),
      };
    },
  };
}

/** Days of following a journal; `prepare` says what each look brings. */
function journal(days: number, prepare: Prepare): Recording {
  return {
    workflow: WORKFLOWS.journalSync, input: INTEGRATION,
    activities: (wake) => {
      const house = quick();
      prepare(house, wake);
      let opened = 0;
      let phones = 2;
      return {
        ...house.activities,
        openJournalRun: () => Promise.resolve((opened += 1) > days ? null : { runId: `day-${String(opened)}` }),
        lookUpPhones: () => Promise.resolve({ left: Math.max(0, (phones -= 1)), waitMs: 0 }),
      };
    },
  };
}

const LOOK = { status: 'more', pages: 1, read: 0, waitMs: 20 } as const;
const SCAN = { partId: 'scan', stream: 'orders', lane: 'delta' } as const;

const short = (workflow: string, input: object | null, activities: object): Recording => ({ workflow, input, activities: () => activities });
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

/** Steps of a destination, one after another; a wake comes with the step of that number. */
function delivering(steps: readonly (DeliverStep | Error)[], wakeAt: number | null = null): Recording {
  return {
    workflow: WORKFLOWS.deliver, input: { destinationId: 'destination-1' },
    activities: (wake) => {
      let count = 0;
      return {
        deliverStep: async () => {
          const step = steps[count] ?? { status: 'wait', waitMs: 0, considered: 0, delivered: 0 };
          count += 1;
          if (count === wakeAt) await wake();
          if (step instanceof Error) throw step;
          return step;
        },
      };
    },
  };
}

/** Looks at a person that is to be erased, one after another. */
function erasing(...looks: readonly object[]): Recording {
  return {
    workflow: WORKFLOWS.erase, input: { erasureId: 'erasure-1' },
    activities: () => {
      const left = [...looks];
      return { removePerson: () => Promise.resolve(left.shift()), searchLeftovers: () => Promise.resolve({ found: 1 }) };
    },
  };
}

/** What is recorded: file name (without ending) → how. Every way a flow can take is in at least one of them. */
export const RECORDINGS: Readonly<Record<string, Recording>> = {
  'bulk-sync.side-by-side': bulk((house) => {
    house.concurrency = 2;
    house.part('customers', { status: 'more' }, { status: 'more' }).part('addresses', { status: 'more' }).part('orders', { status: 'more' });
  }),
  'bulk-sync.paused-and-resumed': bulk((house, wake) => {
    house.part('orders', () => ((house.wish = { ...house.wish, desired: 'pause' }), { status: 'held' }), { status: 'more' });
    house.onCall = async (call) => {
      if (call !== 'note paused') return;
      house.wish = { ...house.wish, desired: 'run' };
      await wake();
    };
  }),
  'bulk-sync.stopped': bulk((house) => {
    house.part('orders', () => ((house.wish = { ...house.wish, desired: 'stop' }), { status: 'held' }));
  }),
  'bulk-sync.refused-and-authenticated': bulk((house, wake) => {
    house.part('orders', failure('credentials_rejected', 'key_refused'));
    house.onCall = (call) => (call.startsWith('note credentials_rejected') ? wake() : undefined);
  }),
  'bulk-sync.away-and-left': bulk((house) => {
    house.part('orders', ...times(99, failure('platform_unavailable', 'time_out')));
  }),
  'bulk-sync.asked-to-wait': bulk((house) => {
    house.part('orders', { status: 'wait', waitMs: 20, pages: 0 }, { status: 'more' }, failure('rate_limited', 'budget', 6_000));
  }),
  'bulk-sync.not-plannable': bulk((house) => {
    house.planFailure = failure('configuration_invalid', 'address_not_allowed');
  }),
  'bulk-sync.told-of-another-run': bulk((house, wake) => {
    house.part('orders');
    house.onCall = (call) => (call === 'finish' && house.of('finish').length === 1 ? wake({ runId: 'run-2' }) : undefined);
  }),
  'recurring-sync.one-pass': recurring(1, (house) => void house.part('customers').part('orders', { status: 'more' })),
  'recurring-sync.one-more-pass': recurring(2, (house, wake) => {
    house.part('orders');
    house.onCall = (call) => (call === 'sync orders' ? wake() : undefined);
  }),
  'recurring-sync.nothing-to-do': recurring(0),
  'recurring-sync.part-left': recurring(1, (house) => void house.part('customers', failure('cursor_lost')).part('orders')),
  'apply-inbox.batches': inbox(3),
  'apply-inbox.nothing-due': inbox(0),
  'apply-inbox.woken-while-ending': inbox(1, true),
  'journal-sync.days': journal(1, (house) => void house.ofLane('journal', 'log', { ...LOOK, read: 2 }, LOOK, LOOK, { status: 'done' })),
  'journal-sync.scan-and-phones': journal(1, (house) => void house.part('scan', { status: 'more' }).ofLane('journal', 'log', { ...LOOK, beside: [SCAN], phones: 2 }, LOOK, { status: 'done' })),
  'journal-sync.woken': journal(1, (house, wake) => {
    house.ofLane('journal', 'log', { ...LOOK, waitMs: 60_000 }, { status: 'done' });
    house.onCall = (call) => (call === 'sync log' && house.of('sync log').length === 1 ? wake() : undefined);
  }),
  'journal-sync.not-given-up': journal(1, (house) => void house.ofLane('journal', 'log', ...times(6, failure('platform_defect', 'odd')), { status: 'wait', waitMs: 20, pages: 0 }, { status: 'more', pages: 0, waitMs: 0 }, { status: 'done' })),
  'journal-sync.stopped': journal(1, (house) => {
    house.ofLane('journal', 'log', () => ((house.wish = { ...house.wish, desired: 'stop' }), { status: 'held' }));
  }),
  'journal-sync.nothing-to-follow': journal(0, () => undefined),
  'recurring-tick.tick': short(WORKFLOWS.recurringTick, INTEGRATION, { wakeRecurring: () => Promise.resolve() }),
  'check-connection.answered': short(WORKFLOWS.checkConnection, { ...INTEGRATION, secretName: 'candidate' }, { checkConnection: () => Promise.resolve({ sameAccount: 'yes' }) }),
  'estimate.answered': short(WORKFLOWS.estimate, { ...INTEGRATION, sinceMs: null }, { estimate: () => Promise.resolve({ requests: 12 }) }),
  'deliver.until-nothing-waits': delivering([{ status: 'more', waitMs: 0, considered: 2, delivered: 3 }, { status: 'wait', waitMs: 50, considered: 0, delivered: 0 }]),
  'deliver.woken-while-ending': delivering([{ status: 'held', waitMs: 0, considered: 0, delivered: 0 }], 1),
  'deliver.closed': delivering([failure('platform_defect', 'odd'), { status: 'closed', waitMs: 0, considered: 0, delivered: 0 }]),
  'ask-destination.answered': short(WORKFLOWS.askDestination, { destinationId: 'destination-1', secretName: 'candidate', question: 'check' }, { askDestination: () => Promise.resolve({ failure: null }) }),
  'erase.done': erasing({ status: 'removed', waitMs: 0 }),
  'erase.waited': erasing({ status: 'wait', waitMs: 20 }, { status: 'removed', waitMs: 0 }),
  'erase.closed': erasing({ status: 'closed', waitMs: 0 }),
  'retention.done': short(WORKFLOWS.retention, null, { prune: () => Promise.resolve({ inbox: 3 }) }),
};
