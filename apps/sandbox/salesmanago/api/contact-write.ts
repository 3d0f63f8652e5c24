/** `contact/upsert`, `insert`, `update` (sheet sections 3.1 and 3.2). */
import { isFalse, rowOf, type Row } from '../values.js';
import type { Contact } from '../world/model.js';
import { writeContact, type WriteContext } from '../world/upsert.js';
import type { Call } from './endpoint.js';

const write = (call: Call, record: Row, mode: WriteContext['mode']): Contact => {
  const contact = writeContact(call.world, record, { owner: call.owner, doubleOptIn: !isFalse(call.body['useApiDoubleOptIn']), fires: true, mode });
  call.world.writes.add({ at: call.at, endpoint: call.endpoint, contacts: 1, events: 0 });
  return contact;
};

const answered = (contact: Contact): Row => ({ contactId: contact.id, externalId: contact.texts.externalId });

/** `fireEvents` belongs to the batch: a plain upsert always fires. */
export const upsert = (call: Call): Row => answered(write(call, call.body, 'upsert'));
export const insert = (call: Call): Row => answered(write(call, call.body, 'insert'));

/** The address is at the top level. */
export function update(call: Call): Row {
  const record = { ...call.body, contact: { ...rowOf(call.body['contact']), email: call.body['email'] } };
  return { contactId: write(call, record, 'update').id };
}
