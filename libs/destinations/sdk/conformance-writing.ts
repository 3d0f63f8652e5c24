import type { ContactWrite } from '#libs/domain/relay/writes.js';
import { aContact, anEvent, calm, failureFrom, PERSON, type DestinationHarness } from './conformance-harness.js';
import { useStage } from './conformance-stage.js';

const ANNA = 'anna.nowak@example.pl';
const EWA = 'ewa.zielona@example.pl';
const JAN = 'jan.czarny@example.pl';

/** Tags as shops have them. */
const TAGS = ['Odzież męska', 'Buty, sandały', 'Koszule & swetry', 'Zażółć GĘŚLĄ jaźń', 'rejestracja', 'Dom (nowości)', '  -50% ', 'Straße', 'MĘSKIE/Kurtki', '„Bestsellery”'];

export function writingConformance(harness: DestinationHarness): void {
  const stage = useStage(harness);
  const { definition } = harness;

  const read = async (address: string): ReturnType<typeof stage.destination.readContacts> => stage.destination.readContacts([address], calm());
  /** Writes in both ways, each to a fresh address, and what arrived. */
  const WAYS: readonly [string, (contact: ContactWrite) => Promise<unknown>][] = [
    ['in sight of automations', (contact) => stage.destination.writeContact(contact, calm())],
    ['silently', async (contact) => {
      await stage.destination.writeSilently([contact], calm());
      await stage.account.settle();
    }],
  ];

  describe.each(WAYS)('a contact written %s', (_way, write) => {
    it('arrives whole, shows itself, and is the same when it is sent again', async () => {
      const contact = aContact(ANNA);
      await write(contact);
      const there = stage.account.contact(ANNA);
      expect(there).toMatchObject({ name: PERSON.name, company: PERSON.company, phone: PERSON.phone, externalId: PERSON.externalId });
      const found = (await read(ANNA)).get(ANNA);
      expect(found === undefined ? false : definition.shows(found, contact)).toBe(true);
      await write(contact);
      expect(stage.account.contacts()).toBe(1);
      expect(stage.account.contact(ANNA)).toEqual(there);
    });

    it('keeps what is not mentioned', async () => {
      await write(aContact(ANNA));
      await write({ ...aContact(ANNA), name: null, company: '', phone: null, externalId: null, tags: [], properties: {} });
      expect(stage.account.contact(ANNA)).toMatchObject({ name: PERSON.name, company: PERSON.company, phone: PERSON.phone, externalId: PERSON.externalId, tags: [expect.any(String)] });
    });

    it.each([
      [{ email: 'in', sms: null }, false, true],
      [{ email: null, sms: 'in' }, true, false],
      [{ email: 'in', sms: 'in' }, false, false],
      [{ email: 'out', sms: 'in' }, true, false],
      [{ email: null, sms: null }, true, true],
    ] as const)('has the opt states that were wished: %j', async (opt, optedOut, optedOutPhone) => {
      stage.account.plant(ANNA);
      const contact = aContact(ANNA, { opt });
      await write(contact);
      expect(stage.account.contact(ANNA)).toMatchObject({ optedOut, optedOutPhone });
      const found = (await read(ANNA)).get(ANNA);
      expect(found === undefined ? false : definition.shows(found, contact)).toBe(true);
      expect(stage.account.mails()).toBe(0);
    });

    it('is not subscribed and not unsubscribed by anything else that is written', async () => {
      stage.account.plant(ANNA, { optedIn: true });
      stage.account.plant(EWA);
      await write(aContact(ANNA));
      await write(aContact(EWA));
      expect(stage.account.contact(ANNA)).toMatchObject({ optedOut: false });
      expect(stage.account.contact(EWA)).toMatchObject({ optedOut: true });
    });

    it('does not show a write that has not arrived', async () => {
      await write(aContact(ANNA));
      const found = (await read(ANNA)).get(ANNA);
      if (found === undefined) throw new Error('the contact was written');
      const others: Partial<ContactWrite>[] = [{ name: 'Inna' }, { company: 'Inna' }, { phone: '+48600100299' }, { externalId: 'x' }, { tags: ['INNY'] }, { removeTags: ['rejestracja'] }, { newEmail: EWA }, { opt: { email: 'in', sms: null } }, { opt: { email: null, sms: 'in' } }];
      for (const other of others) expect([other, definition.shows(found, aContact(ANNA, other))]).toEqual([other, false]);
      stage.account.remove(ANNA);
      const removed = (await read(ANNA)).get(ANNA);
      expect(removed === undefined ? false : definition.shows(removed, aContact(ANNA))).toBe(false);
    });

    it('has each tag once, found by the form it is stored in', async () => {
      const contact = definition.fitContact(aContact(ANNA, { tags: TAGS })).write;
      await write(contact);
      const stored = (stage.account.contact(ANNA)?.tags ?? []).map((tag) => definition.storedTag(tag));
      expect([...stored].sort()).toEqual([...new Set(TAGS.map((tag) => definition.storedTag(tag)))].sort());
      const found = (await read(ANNA)).get(ANNA);
      expect(found === undefined ? false : definition.shows(found, contact)).toBe(true);
      await write({ ...contact, tags: [], removeTags: contact.tags });
      expect(stage.account.contact(ANNA)?.tags).toEqual([]);
    });

    it('moves to its new address with everything it has', async () => {
      await write(aContact(ANNA));
      await stage.destination.addEvent(anEvent(ANNA), calm());
      const { contactId } = stage.account.contact(ANNA) ?? {};
      const moved = aContact(ANNA, { newEmail: EWA });
      await write(moved);
      expect(stage.account.contact(ANNA)).toBeNull();
      expect(stage.account.contact(EWA)).toMatchObject({ contactId, events: [expect.anything()] });
      const found = (await read(EWA)).get(EWA);
      expect(found === undefined ? false : definition.shows(found, moved)).toBe(true);
    });
  });

  it('names the contact it has written', async () => {
    const { contactId } = await stage.destination.writeContact(aContact(ANNA), calm());
    expect(contactId).toBe(stage.account.contact(ANNA)?.contactId);
  });

  it('starts automations with a contact only where that is meant', async () => {
    await stage.destination.writeSilently([aContact(ANNA), aContact(EWA, { opt: { email: 'in', sms: 'in' } })], calm());
    await stage.account.settle();
    expect([stage.account.contacts(), stage.account.automations(), stage.account.mails()]).toEqual([2, 0, 0]);
    await stage.destination.writeContact(aContact(JAN), calm());
    expect(stage.account.automations()).toBeGreaterThan(0);
    expect(stage.account.mails()).toBe(0);
  });

  it('tells by reading which records of a batch were taken', async () => {
    stage.account.refuse(EWA, 'Wymyślony powód');
    const contacts = [ANNA, EWA, JAN].map((address) => aContact(address));
    const { jobId } = await stage.destination.writeSilently(contacts, calm());
    await stage.account.settle();
    expect(await stage.destination.jobState(jobId ?? '', calm())).toBe('done');
    const found = await stage.destination.readContacts([ANNA, EWA, JAN], calm());
    expect(contacts.map((contact) => [contact.email, found.has(contact.email)])).toEqual([[ANNA, true], [EWA, false], [JAN, true]]);
    stage.account.refuse(JAN, 'Wymyślony powód');
    expect(await failureFrom(() => stage.destination.writeContact(aContact(JAN), calm()))).toMatchObject({ kind: 'destination_rejected', detail: expect.stringContaining('Wymyślony powód') as unknown });
  });

  it('follows a job that takes its time', async () => {
    stage.account.holdJobs();
    const { jobId } = await stage.destination.writeSilently([aContact(ANNA)], calm());
    expect(jobId).not.toBeNull();
    expect(await stage.destination.jobState(jobId ?? '', calm())).toBe('running');
    expect((await read(ANNA)).size).toBe(0);
    await stage.account.settle();
    expect(await stage.destination.jobState(jobId ?? '', calm())).toBe('done');
    expect((await read(ANNA)).size).toBe(1);
  });

  it('does not know jobs that were never accepted', async () => {
    expect(await stage.destination.jobState('987654321', calm())).toBe('unknown');
  });

  it('takes a silent batch as large as it says, and none that is larger', async () => {
    const many = Array.from({ length: definition.limits.silent }, (_, index) => aContact(`osoba${String(index)}@example.pl`));
    await stage.destination.writeSilently(many, calm());
    await stage.account.settle();
    expect(stage.account.contacts()).toBe(many.length);
    const before = stage.account.requests();
    await expect(stage.destination.writeSilently([...many, aContact(ANNA)], calm())).rejects.toThrow(RangeError);
    expect(await stage.destination.writeSilently([], calm())).toEqual({ jobId: null });
    expect(stage.account.requests()).toBe(before);
  });
}
