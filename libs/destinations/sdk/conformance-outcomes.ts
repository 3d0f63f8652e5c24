import type { Failure } from '#libs/domain/failure.js';
import { aContact, anEvent, calm, failureFrom, PATIENCE_MS, PERSON, SILENCE_MS, type DestinationHarness, type SimulatedFault } from './conformance-harness.js';
import { useStage, type Stage } from './conformance-stage.js';

const WHO = 'kanarka.zoltopiora@example.pl';

/** Everything that writes, against a contact and an event that are there. */
type WriteName = 'writeContact' | 'writeSilently' | 'addEvent' | 'updateEvent';
const WRITES: readonly WriteName[] = ['writeContact', 'writeSilently', 'addEvent', 'updateEvent'];

async function prepared({ destination }: Stage): Promise<Record<WriteName, () => Promise<unknown>>> {
  await destination.writeContact(aContact(WHO), calm());
  const { remoteId } = await destination.addEvent(anEvent(WHO, { externalId: 'before' }), calm());
  const changed = aContact(WHO, { name: 'Kanarka Innapióra' });
  return {
    writeContact: () => destination.writeContact(changed, calm()),
    writeSilently: () => destination.writeSilently([changed], calm()),
    addEvent: () => destination.addEvent(anEvent(WHO, { externalId: 'after' }), calm()),
    updateEvent: () => destination.updateEvent(remoteId ?? '', anEvent(WHO, { externalId: 'before', value: '1.50' }), calm()),
  };
}

const NOT_TOLD: readonly SimulatedFault[] = [
  { kind: 'lost-before' }, { kind: 'lost-after' }, { kind: 'late-commit' }, { kind: 'half-answer' }, { kind: 'hang' },
  { kind: 'server-error', stored: false }, { kind: 'server-error', stored: true }, { kind: 'html', stored: false }, { kind: 'html', stored: true },
  { kind: 'refuse', status: 503 }, { kind: 'refuse', status: 503, retryAfter: 7 },
];
/** Faults after which the write has taken effect, or will. */
const STORED = (fault: SimulatedFault): boolean => fault.kind === 'lost-after' || fault.kind === 'late-commit' || fault.kind === 'half-answer' || ('stored' in fault && fault.stored);

export function outcomeConformance(harness: DestinationHarness): void {
  const stage = useStage(harness);

  /** Texts for persons in both languages, and nothing in any part that must not leave the adapter. */
  function expectClean(failure: Failure): void {
    const whole = JSON.stringify(failure) + failure.message + (failure.stack ?? '');
    for (const secret of stage.account.secrets) expect(whole).not.toContain(secret);
    for (const personal of [WHO, encodeURIComponent(WHO), ...Object.values(PERSON)]) expect(whole).not.toContain(personal);
    expect(failure.text.pl.trim() !== '' && failure.text.en.trim() !== '' && failure.fix !== null).toBe(true);
  }

  /** What the simulated side holds of the four writes of `prepared`. */
  function effects(): Record<WriteName, boolean> {
    const contact = stage.account.contact(WHO);
    const named = contact?.name === 'Kanarka Innapióra';
    const events = contact?.events ?? [];
    return { writeContact: named, writeSilently: named, addEvent: events.some((event) => event.texts['externalId'] === 'after'), updateEvent: events.some((event) => event.value === 1.5) };
  }

  describe.each(WRITES)('%s', (name) => {
    it.each(NOT_TOLD)('never claims to know what was not told: %j', async (fault) => {
      const write = (await prepared(stage))[name];
      const before = stage.account.requests();
      stage.account.fault(fault);
      if (fault.kind === 'hang') stage.opened.patience.ms = SILENCE_MS;
      const failure = await failureFrom(write);
      expect([failure.kind, failure.retryable]).toEqual(['outcome_unknown', true]);
      expectClean(failure);
      // Sent once: another try is the caller's decision, after it has read.
      expect(stage.account.requests() - before).toBe(1);
      stage.opened.patience.ms = PATIENCE_MS;
      stage.account.fault(null);
      await stage.account.settle();
      expect(effects()[name]).toBe(STORED(fault));
    });

    it.each<SimulatedFault>([{ kind: 'refuse', status: 429, retryAfter: 7 }, { kind: 'refuse', status: 429 }])('has done nothing when told to wait: %j', async (fault) => {
      const write = (await prepared(stage))[name];
      stage.account.fault(fault);
      const failure = await failureFrom(write);
      expect(failure.kind).toBe('rate_limited');
      expect(failure.retryAfterMs).toBeGreaterThan(0);
      if (fault.kind === 'refuse' && fault.retryAfter !== undefined) expect(failure.retryAfterMs).toBe(fault.retryAfter * 1_000);
      expect(stage.opened.budget.blocks).toHaveLength(1);
      expectClean(failure);
      await stage.account.settle();
      expect(effects()[name]).toBe(false);
    });

    it('has done nothing when the connection never opened', async () => {
      const write = (await prepared(stage))[name];
      await stage.account.stop();
      const failure = await failureFrom(write);
      // The last connection may still be open on our side: then nobody can say.
      expect(['platform_unavailable', 'outcome_unknown']).toContain(failure.kind);
      const again = await failureFrom(write);
      expect([again.kind, again.code]).toEqual(['platform_unavailable', 'no_connection']);
      expectClean(again);
    });

    it('passes on why a record was refused, and nothing about the person', async () => {
      const write = (await prepared(stage))[name];
      stage.account.fault({ kind: 'says-no', words: `The value Wymyślona of ${WHO} (${PERSON.company}) is not taken` });
      const failure = await failureFrom(write);
      expect([failure.kind, failure.retryable]).toEqual(['destination_rejected', false]);
      expect(failure.detail).toContain('The value Wymyślona of');
      expect(failure.detail).not.toContain(WHO);
      // A company is known to be personal only where the request said so.
      if (name === 'writeContact' || name === 'writeSilently') expectClean(failure);
    });
  });

  it('lets go when it is told to stop', async () => {
    const { destination } = stage;
    await prepared(stage);
    stage.account.fault({ kind: 'hang' });
    const controller = new AbortController();
    const reason = new Error('told to stop');
    const given = destination.writeContact(aContact(WHO), controller.signal).then(() => null, (error: unknown) => error);
    controller.abort(reason);
    expect(await given).toBe(reason);
  });

  it.each(NOT_TOLD.filter((fault) => fault.kind !== 'late-commit'))('reads end in trouble that time may cure: %j', async (fault) => {
    await prepared(stage);
    stage.account.fault(fault);
    if (fault.kind === 'hang') stage.opened.patience.ms = SILENCE_MS;
    const failure = await failureFrom(() => stage.destination.readContacts([WHO], calm()));
    expect(['platform_unavailable', 'platform_defect', 'rate_limited']).toContain(failure.kind);
    expect(failure.retryable).toBe(true);
    expectClean(failure);
    stage.account.fault(null);
    stage.opened.patience.ms = PATIENCE_MS;
    expect((await stage.destination.readContacts([WHO], calm())).size).toBe(1);
  });

  it('takes no refused read for an unknown contact', async () => {
    stage.account.fault({ kind: 'says-no', words: 'Something' });
    expect((await failureFrom(() => stage.destination.readContacts([WHO], calm()))).kind).toBe('platform_defect');
  });

  it('knows refused credentials in every call', async () => {
    const writes = await prepared(stage);
    stage.account.deactivate();
    for (const call of [...Object.values(writes), () => stage.destination.readContacts([WHO], calm())]) {
      const failure = await failureFrom(call);
      expect(failure.kind).toBe('credentials_rejected');
      expectClean(failure);
    }
  });
}
