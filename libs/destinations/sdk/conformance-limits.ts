import { aContact, anEvent, calm, type DestinationHarness } from './conformance-harness.js';
import { useStage } from './conformance-stage.js';

const ANNA = 'anna.nowak@example.pl';
/** Letters of two bytes, characters of two units, and plain ones. */
const LONG = ['ż'.repeat(3_000), '🦜'.repeat(3_000), 'a'.repeat(3_000), `a${'🦜'.repeat(3_000)}`] as const;
const VALUES = ['248.97', '0.00', '0.1', '-12.50', '1e3', '12,50', 'abc', '', '99999999999999999999999.00', '9999999999999999.99', '0.005'] as const;

export function limitConformance(harness: DestinationHarness): void {
  const stage = useStage(harness);
  const { definition } = harness;

  it.each(LONG)('fits the longest contact, and says what was cut', async (long) => {
    const { write, notes } = definition.fitContact(aContact(ANNA, { name: long, company: long, phone: long, street: long, city: long, externalId: long, tags: [long, 'MAŁY'], removeTags: [long], properties: { klub: long }, birthDate: '8 listopada' }));
    expect(notes.map((note) => note.field).sort()).toEqual(expect.arrayContaining(['birthDate', 'city', 'company', 'name', 'phone', 'street', 'tags']));
    expect(JSON.stringify(notes)).not.toContain(long.slice(0, 20));
    expect(JSON.stringify(write).isWellFormed()).toBe(true);
    expect(definition.fitContact(write)).toEqual({ write, notes: [] });
    await stage.destination.writeContact(write, calm());
    expect(stage.account.contact(ANNA)?.name).toBe(write.name);
    const found = (await stage.destination.readContacts([ANNA], calm())).get(ANNA);
    expect(found === undefined ? false : definition.shows(found, write)).toBe(true);
  });

  it.each(LONG)('fits the longest event, and says what was cut', async (long) => {
    const products = Array.from({ length: 200 }, (_, index) => `produkt-${String(index)}`);
    const details = Object.fromEntries(Array.from({ length: 25 }, (_, index) => [index + 1, long]));
    const { write, notes } = definition.fitEvent(anEvent(ANNA, { externalId: long, description: long, shopDomain: long, location: long, products, details }));
    expect(notes.map((note) => note.field)).toEqual(expect.arrayContaining(['externalId', 'description', 'products', 'location', 'detail1', 'detail25']));
    expect(JSON.stringify(notes)).not.toContain(long.slice(0, 20));
    expect(write.products).toEqual(products.slice(0, write.products.length));
    expect(definition.fitEvent(write)).toEqual({ write, notes: [] });
    await stage.destination.addEvent(write, calm());
    expect(stage.account.contact(ANNA)?.events).toHaveLength(1);
  });

  it('never makes one external id of two', () => {
    const [one, other] = ['1', '2'].map((end) => definition.fitEvent(anEvent(ANNA, { externalId: `${'a'.repeat(2_000)}${end}` })).write.externalId);
    expect(one).not.toBe(other);
  });

  it('sends values exactly or not at all', async () => {
    for (const [index, value] of VALUES.entries()) {
      const { write, notes } = definition.fitEvent(anEvent(`osoba${String(index)}@example.pl`, { value }));
      expect([value, notes.map((note) => note.field)]).toEqual([value, write.value === value ? [] : ['value']]);
      await stage.destination.addEvent(write, calm());
      const [event] = stage.account.contact(write.email)?.events ?? [];
      expect([value, event?.value]).toEqual([value, write.value === null ? null : Number(value)]);
    }
  });

  it('changes nothing that fits', () => {
    const contact = aContact(ANNA);
    expect(definition.fitContact(contact)).toEqual({ write: contact, notes: [] });
    const event = anEvent(ANNA, { location: 'sklep_pl' });
    expect(definition.fitEvent(event)).toEqual({ write: event, notes: [] });
  });

  it('refuses addresses that can be no contact, and only those', async () => {
    const local = 'a'.repeat(64);
    const domain = `${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.pl`;
    const fine = [ANNA, 'o\'neil+sklep@sub.example.co.uk', `${local}@example.pl`, `ab@${domain}`];
    expect(fine.map((address) => definition.refuseAddress(address))).toEqual(fine.map(() => null));
    for (const address of fine) await stage.destination.writeContact(aContact(address), calm());
    expect(stage.account.contacts()).toBe(fine.length);
    const invalid = ['', 'anna', 'anna@', '@example.pl', 'anna@example', 'an na@example.pl', 'anna..nowak@example.pl', 'anna@exa mple.pl', 'żółw@example.pl', 'anna@-example.pl', 'a@b@example.pl', '.a@example.pl'];
    expect(invalid.map((address) => definition.refuseAddress(address))).toEqual(invalid.map(() => 'address_invalid'));
    const long = [`${local}a@example.pl`, `${local}@eeeee.${domain}`];
    expect(long.map((address) => definition.refuseAddress(address))).toEqual(long.map(() => 'address_too_long'));
  });

  it('previews what it would send, without the login', async () => {
    for (const silent of [false, true]) {
      const { path, body } = definition.previewContact(aContact(ANNA), silent);
      expect(path).toMatch(/^\//u);
      for (const secret of stage.account.secrets) expect(JSON.stringify(body)).not.toContain(secret);
      expect(JSON.stringify(body)).toContain(ANNA);
    }
    const { body } = definition.previewEvent(anEvent(ANNA));
    expect(JSON.stringify(body)).toContain('248.97');
    for (const secret of stage.account.secrets) expect(JSON.stringify(body)).not.toContain(secret);
    expect((await stage.destination.readContacts([ANNA], calm())).size).toBe(0);
  });

  it('gives tags one stored form', () => {
    const tags = ['Odzież męska', 'Buty, sandały', 'a'.repeat(300), 'ßßß'.repeat(100), '🦜 ara 🦜', '!!!', ' _x_ ', 'Łódź'];
    for (const tag of tags) {
      const stored = definition.storedTag(tag);
      expect(definition.storedTag(stored)).toBe(stored);
      const fitted = definition.fitContact(aContact(ANNA, { tags: [tag] })).write.tags;
      expect(fitted.map((one) => definition.storedTag(one))).toEqual(stored === '' ? [] : [stored]);
    }
  });
}
