/** Every call of API v2 the simulator answers, by its path below `/api/` (sheet sections 3.1 and 4.1). */
import { batchUpsert, batchUpsertV2, jobStatus } from './contact-batch.js';
import { batchOptIn, batchOptOut, manageTags, optIn, optOut, phoneOptIn, phoneOptOut, remove, tags } from './contact-card.js';
import { createdContacts, modifiedContacts, paginatedModifiedContacts } from './contact-changes.js';
import { basic, basicById, hasContact, list, listAll, listAllById, listById } from './contact-read.js';
import { insert, update, upsert } from './contact-write.js';
import type { Call, Endpoint } from './endpoint.js';
import { addEvents, addEventV1, addEventV2, deleteEvent, updateEvent } from './events.js';
import { integrationUpsert } from './integration.js';
import type { Row } from '../values.js';

const needed = (run: Endpoint['run']): Endpoint => ({ owner: 'needed', run });
const optional = (run: Endpoint['run']): Endpoint => ({ owner: 'optional', run });

/** Texts or objects with `email`: readers have to take both (sheet section 1). */
const users = ({ world: { behaviour } }: Call): Row => ({ users: behaviour.owners.map((email) => (behaviour.userRows === 'texts' ? email : { email })) });

export const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map([
  ['user/listByClient', optional(users)],
  ['contact/hasContact', needed(hasContact)],
  ['contact/basic', needed(basic)],
  ['contact/basicById', needed(basicById)],
  ['contact/list', needed(list)],
  ['contact/listById', needed(listById)],
  ['contact/listAll', optional(listAll)],
  ['contact/listAllById', optional(listAllById)],
  ['contact/upsert', needed(upsert)],
  ['contact/insert', needed(insert)],
  ['contact/update', needed(update)],
  ['contact/batchupsert', needed(batchUpsert)],
  ['contact/batchupsertv2', needed(batchUpsertV2)],
  ['contact/delete', needed(remove)],
  ['contact/optin', optional(optIn)],
  ['contact/optout', optional(optOut)],
  ['contact/batchoptin', optional(batchOptIn)],
  ['contact/batchoptout', optional(batchOptOut)],
  ['contact/phoneoptin', optional(phoneOptIn)],
  ['contact/phoneoptout', optional(phoneOptOut)],
  ['contact/managetags', needed(manageTags)],
  ['contact/tags', needed(tags)],
  ['contact/createdContacts', needed(createdContacts)],
  ['contact/modifiedContacts', needed(modifiedContacts)],
  ['contact/paginatedModifiedContacts', needed(paginatedModifiedContacts)],
  ['job/status', optional(jobStatus)],
  ['contact/addContactExtEvent', needed(addEventV1)],
  ['v2/contact/addContactExtEvent', needed(addEventV2)],
  ['contact/batchAddContactExtEvent', needed(addEvents)],
  ['v2/contact/addBatchContactExtEvent', needed(addEvents)],
  ['contact/updateContactExtEvent', needed(updateEvent)],
  ['v2/contact/updateContactExtEvent', needed(updateEvent)],
  ['contact/deleteContactExtEvent', needed(deleteEvent)],
  ['integration/upsert', optional(integrationUpsert)],
]);
