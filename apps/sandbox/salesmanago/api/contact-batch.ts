/** `contact/batchupsert` and `contact/batchupsertv2` (sheet sections 3.1 and 3.4). */
import { Refused } from '../refused.js';
import { isFalse, rowOf, rowsOf, textOf, type Row } from '../values.js';
import { limitedList } from '../world/limits.js';
import type { Contact } from '../world/model.js';
import { writeContact } from '../world/upsert.js';
import type { Call } from './endpoint.js';

const MOST = 1000;

function recordsOf({ world, body, at, endpoint }: Call): readonly Row[] {
  const records = limitedList(rowsOf(body['upsertDetails']), MOST, 'upsertDetails', world.behaviour.limits);
  world.refusals.checkWhole(records.map((record) => textOf(rowOf(record['contact'])?.['email']) ?? ''));
  world.writes.add({ at, endpoint, contacts: records.length, events: 0 });
  return records;
}

/** null = the record is invalid. */
function writeOne({ world, body, owner }: Call, record: Row, fires: boolean): Contact | null {
  try {
    return writeContact(world, record, { owner, doubleOptIn: !isFalse(body['useApiDoubleOptIn']), fires, mode: 'upsert' });
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

/** At once; an invalid record is missing in `contactIds` and nothing says so. */
export function batchUpsert(call: Call): Row {
  const written = recordsOf(call).map((record) => writeOne(call, record, true)).filter((contact) => contact !== null);
  return { contactIds: Object.fromEntries(written.map((contact) => [contact.email, contact.id])) };
}

/** Later; neither the answer nor the job's status says which records were taken. */
export function batchUpsertV2(call: Call): Row {
  const { world, body } = call;
  const lang = textOf(body['lang']);
  const fires = !isFalse(body['fireEvents']);
  const steps = recordsOf(call).map((record) => (): void => {
    const full = lang === null ? record : { lang, ...record };
    if (writeOne(call, full, fires) === null) world.counters.skippedRecords += 1;
  });
  return { requestId: world.jobs.add(steps) };
}

/** What the texts look like for this kind of job is not known (sheet section 12): nothing may depend on them. */
export function jobStatus({ world, body }: Call): Row {
  const job = world.jobs.get(Number(textOf(body['requestId']) ?? 'none'));
  if (job === undefined) throw new Refused('Request not found');
  const text = job.done === job.total ? 'Finished' : `In progress: ${String(job.done)} of ${String(job.total)}`;
  return { message: [text], fileUrl: null };
}
