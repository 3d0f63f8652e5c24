import fc from 'fast-check';
import { Failure } from '#libs/domain/failure.js';
import type { HttpResponse } from '#libs/http/http-client.js';
import { envelopeOf } from './answer.js';
import { contactsOf } from './contact-reader.js';
import { contactFields } from './contact-body.js';
import { fitContact } from './fit.js';
import { fitEvent } from './fit-event.js';
import type { Call } from './salesmanago.errors.js';
import { aContact, anEvent } from './testing/tiny-account.js';

const ANNA = 'anna.nowak@example.pl';
const call = (effect: Call['effect']): Call => ({ path: 'x', effect, secrets: ['TOPSECRETKEY'], personal: () => [ANNA] });
const answer = (status: number, body: string): HttpResponse => ({ status, headers: {}, body: Buffer.from(body), requestedMs: 0 });

function outcome<T>(action: () => T): T | Failure {
  try {
    return action();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

/** Answers near the right one, with anything in any place. */
const anything = fc.oneof(fc.jsonValue(), fc.constantFrom<unknown>(true, false, 'true', 1, null, [], {}, ['User not authenticated'], 'Not authenticated', [ANNA]));
const rows = fc.array(fc.record({ id: anything, contactId: anything, email: fc.oneof(fc.constant(ANNA), anything), optedOut: anything, deleted: anything, contactTags: anything, contactExtEvents: fc.oneof(anything, fc.array(fc.record({ contactExtEventType: anything, date: anything, value: anything }, { requiredKeys: [] }))) }, { requiredKeys: [] }), { maxLength: 3 });

it('knows an outcome only from the words of the API', () => {
  const told = new Set(['credentials_rejected', 'configuration_invalid', 'rate_limited', 'destination_rejected']);
  fc.assert(
    fc.property(fc.constantFrom(200, 201, 302, 400, 401, 403, 404, 418, 422, 500, 502), fc.oneof(fc.record({ success: anything, message: anything }, { requiredKeys: [] }), anything), (status, body) => {
      const got = outcome(() => envelopeOf(answer(status, JSON.stringify(body) ?? ''), call('write')));
      if (!(got instanceof Failure)) return expect([status < 300, got['success']]).toEqual([true, true]);
      expect(got.kind === 'outcome_unknown' || told.has(got.kind)).toBe(true);
      if (status >= 500 || status === 302) expect(got.kind).toBe('outcome_unknown');
      expect(JSON.stringify(got)).not.toContain(ANNA);
    }),
  );
});

it('reads somebody who was asked for, or says that it cannot', () => {
  fc.assert(
    fc.property(fc.oneof(rows, anything), (contacts) => {
      const got = outcome(() => contactsOf({ success: true, contacts }, [ANNA], call('read')));
      if (got instanceof Failure) return expect(got.kind).toBe('platform_defect');
      expect([...got.keys()].filter((address) => address !== ANNA)).toEqual([]);
      if (Array.isArray(contacts) && contacts.length > 0) expect(got.size).toBe(1);
    }),
  );
});

const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 600 }), fc.string({ unit: fc.constantFrom('ż', '🦜', 'a', ' ', ',', '\u0000', '\ud83e'), maxLength: 600 }));

it('fits any text, once and for all', () => {
  fc.assert(
    fc.property(text, fc.array(text, { maxLength: 40 }), (one, many) => {
      const { write } = fitContact(aContact({ name: one, street: one, externalId: one, birthDate: one, tags: many, removeTags: many, properties: { p: one } }));
      expect(fitContact(write)).toEqual({ write, notes: [] });
      expect([write.name, write.street, write.externalId, ...write.tags].every((part) => part === null || (part.length <= 255 && part.isWellFormed()))).toBe(true);
      expect(JSON.stringify(contactFields(write)).includes(',"",')).toBe(false);
      const fitted = fitEvent(anEvent({ externalId: one, description: one, products: many, value: one, location: one, details: { 1: one, 20: one } })).write;
      expect(fitEvent(fitted)).toEqual({ write: fitted, notes: [] });
      expect(fitted.products.join(',').length).toBeLessThanOrEqual(512);
      expect(fitted.externalId.length).toBeLessThanOrEqual(255);
    }),
  );
});
