import { aContact, calm, type DestinationHarness } from './conformance-harness.js';
import { useStage } from './conformance-stage.js';

const ANNA = 'anna.nowak@example.pl';
const EWA = 'ewa.zielona@example.pl';
const JAN = 'jan.czarny@example.pl';

export function readingConformance(harness: DestinationHarness): void {
  const stage = useStage(harness);

  it('leaves out who is unknown', async () => {
    stage.account.plant(ANNA);
    const found = await stage.destination.readContacts([EWA, ANNA], calm());
    expect([...found.keys()]).toEqual([ANNA]);
    expect((await stage.destination.readContacts([EWA], calm())).size).toBe(0);
    expect((await stage.destination.readContacts([], calm())).size).toBe(0);
  });

  it('shows who is subscribed, unsubscribed and removed', async () => {
    stage.account.plant(ANNA, { optedIn: true, tags: ['STARY'] });
    stage.account.plant(EWA);
    stage.account.plant(JAN);
    stage.account.remove(JAN);
    const found = await stage.destination.readContacts([ANNA, EWA, JAN], calm());
    expect(found.get(ANNA)).toMatchObject({ email: ANNA, optedOut: false, deleted: false, invalid: false, tags: ['STARY'], contactId: stage.account.contact(ANNA)?.contactId });
    expect(found.get(EWA)).toMatchObject({ optedOut: true, optedOutPhone: true, deleted: false, tags: [], events: [], eventsMayBeCut: false });
    expect(found.get(JAN)).toMatchObject({ deleted: true });
    // Reading must not restore.
    expect(stage.account.contact(JAN)?.deleted).toBe(true);
  });

  it('sees contacts other users of the account look after', async () => {
    stage.account.plant(ANNA, { otherOwner: true });
    expect((await stage.destination.readContacts([ANNA], calm())).size).toBe(1);
  });

  it('knows an address in whatever case it is written', async () => {
    await stage.destination.writeContact(aContact('Anna.Nowak@Example.pl'), calm());
    expect([...(await stage.destination.readContacts(['ANNA.nowak@example.PL'], calm())).keys()]).toEqual([ANNA]);
  });

  it('takes as many at once as it says, in one request, and none more', async () => {
    const many = Array.from({ length: harness.definition.limits.read }, (_, index) => `osoba${String(index)}@example.pl`);
    for (const address of many) stage.account.plant(address);
    const before = stage.account.requests();
    expect((await stage.destination.readContacts(many, calm())).size).toBe(many.length);
    expect(stage.account.requests() - before).toBe(1);
    await expect(stage.destination.readContacts([...many, ANNA], calm())).rejects.toThrow(RangeError);
  });
}
