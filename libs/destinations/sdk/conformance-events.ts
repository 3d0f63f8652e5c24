import { aContact, anEvent, calm, failureFrom, type DestinationHarness } from './conformance-harness.js';
import { useStage } from './conformance-stage.js';

const ANNA = 'anna.nowak@example.pl';

export function eventConformance(harness: DestinationHarness): void {
  const stage = useStage(harness);

  it('adds an event to a contact, by its address and by its id', async () => {
    const { contactId } = await stage.destination.writeContact(aContact(ANNA), calm());
    const first = await stage.destination.addEvent(anEvent(ANNA), calm());
    const second = await stage.destination.addEvent(anEvent('somebody.else@example.pl', { contactId, externalId: 'a7-72', type: 'RETURN' }), calm());
    expect(stage.account.contact(ANNA)?.events).toMatchObject([
      { remoteId: first.remoteId, type: 'PURCHASE', atMs: anEvent(ANNA).atMs, value: 248.97, texts: { externalId: 'a7-71', products: '4471,90312' } },
      { remoteId: second.remoteId, type: 'RETURN', texts: { externalId: 'a7-72' } },
    ]);
    expect(stage.account.contact('somebody.else@example.pl')).toBeNull();
  });

  it('replaces an event under its own id', async () => {
    await stage.destination.writeContact(aContact(ANNA), calm());
    const { remoteId } = await stage.destination.addEvent(anEvent(ANNA), calm());
    await stage.destination.updateEvent(remoteId ?? '', anEvent(ANNA, { value: '10.00', description: null, details: {} }), calm());
    await stage.destination.updateEvent(remoteId ?? '', anEvent(ANNA, { value: '10.00', description: null, details: {} }), calm());
    const events = stage.account.contact(ANNA)?.events ?? [];
    expect(events).toMatchObject([{ remoteId, value: 10 }]);
    expect(events[0]?.texts).not.toHaveProperty('description');
  });

  it('refuses to replace an event that is not there', async () => {
    expect((await failureFrom(() => stage.destination.updateEvent('00000000-0000-0000-0000-000000000000', anEvent(ANNA), calm()))).kind).toBe('destination_rejected');
  });

  it('never subscribes anybody', async () => {
    stage.account.plant(ANNA);
    await stage.destination.addEvent(anEvent(ANNA), calm());
    expect(stage.account.contact(ANNA)).toMatchObject({ optedOut: true, optedOutPhone: true });
    expect(stage.account.mails()).toBe(0);
  });

  it('reads back what was sent', async () => {
    await stage.destination.writeContact(aContact(ANNA), calm());
    const event = anEvent(ANNA);
    await stage.destination.addEvent(event, calm());
    const contact = (await stage.destination.readContacts([ANNA], calm())).get(ANNA);
    expect(contact?.events).toMatchObject([{ type: event.type, externalId: event.externalId, atMs: event.atMs, value: event.value }]);
    expect(contact?.eventsMayBeCut).toBe(false);
  });

  it('says when the list of events may not be whole', async () => {
    await stage.destination.writeContact(aContact(ANNA), calm());
    for (let index = 0; index < 60; index += 1) await stage.destination.addEvent(anEvent(ANNA, { externalId: `a7-${String(index)}` }), calm());
    for (const most of [null, 10, 20, 25, 50]) {
      stage.account.capEvents(most);
      const contact = (await stage.destination.readContacts([ANNA], calm())).get(ANNA);
      expect([most, contact?.events.length, contact?.eventsMayBeCut]).toEqual([most, most ?? 60, true]);
    }
  });
}
