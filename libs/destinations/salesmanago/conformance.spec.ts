import { createHash } from 'node:crypto';
import { tinyServer } from '#libs/http/testing/tiny-server.js';
import { startSalesmanagoSandbox, type SalesmanagoSandbox } from '../../../apps/sandbox/salesmanago/salesmanago-sandbox.js';
import type { SalesmanagoSandboxOptions } from '../../../apps/sandbox/salesmanago/options.js';
import { describeDestination } from '../sdk/conformance.js';
import type { SimulatedContact, SimulatedDestination, SimulatedEvent, SimulatedFault } from '../sdk/conformance-harness.js';
import { salesmanago } from './salesmanago.destination.js';

const START = Date.parse('2026-01-15T10:00:00Z');
const OWNER = 'crm@sklep.example.pl';
const OTHER = 'handlowiec@sklep.example.pl';
const API_KEY = 'wymyslony-klucz-podpisu';

type Fault = Exclude<Parameters<SalesmanagoSandbox['control']['setFault']>[0], readonly unknown[] | null>;

function translate(fault: SimulatedFault): Fault {
  switch (fault.kind) {
    case 'refuse':
      return { kind: fault.status === 429 ? 'status-429' : 'status-503', ...(fault.retryAfter === undefined ? {} : { retryAfter: fault.retryAfter }) };
    case 'half-answer':
      return { kind: 'half-body' };
    case 'late-commit':
      return { kind: 'late-commit', ms: 20 };
    case 'server-error':
      return { kind: 'status-500', commit: fault.stored };
    case 'html':
      return { kind: 'html', commit: fault.stored };
    case 'says-no':
      return { kind: 'refuse', text: fault.words };
    default:
      return { kind: fault.kind };
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function viewOf({ control }: SalesmanagoSandbox, address: string): SimulatedContact | null {
  const found = control.contact(address);
  if (found === null) return null;
  const events = found.events.map(({ eventId, type, date, value, texts }): SimulatedEvent => ({ remoteId: eventId, type, atMs: date, value, texts }));
  const [name, phone, company, externalId] = [found['name'], found['phone'], found['company'], found['externalId']].map(textOf);
  return {
    contactId: textOf(found['id']) ?? '', optedOut: found.optedOut, optedOutPhone: found.optedOutPhone, deleted: found.deleted,
    name: name ?? null, phone: phone ?? null, company: company ?? null, externalId: externalId ?? null, tags: found.tags, events,
  };
}

async function start(options: SalesmanagoSandboxOptions): Promise<SimulatedDestination> {
  const sandbox = await startSalesmanagoSandbox({ owners: [OWNER, OTHER], now: () => START, jobDelayMs: 0, ...options });
  // Something else entirely: a web server that shows pages.
  const elsewhere = await tinyServer((_request, response) => response.writeHead(404, { 'content-type': 'text/html' }).end('<html>Nie ma takiej strony</html>'));
  const { control, clientId, apiSecret, v3Key } = sandbox;
  const credentials = { endpoint: sandbox.url, v3Endpoint: sandbox.url, clientId, apiSecret, apiKey: API_KEY, apiV3Key: v3Key, owner: OWNER };
  const sha = createHash('sha1').update(`${API_KEY}${clientId}${apiSecret}`).digest('hex');
  const refusals = new Map<string, string>();
  let stopped = false;
  return {
    credentials,
    settings: { requestsPerMinute: 3_000, locations: [] },
    wrongCredentials: { ...credentials, apiSecret: 'another-invented-secret' },
    elsewhere: { ...credentials, endpoint: elsewhere.url },
    strangerCredentials: { ...credentials, owner: 'nikt@sklep.example.pl' },
    strangerTick: 'owner',
    deactivate: () => control.configure({ deactivated: true }),
    secrets: [apiSecret, API_KEY, sha, v3Key],
    fault: (fault) => control.setFault(fault === null ? null : translate(fault)),
    refuse: (address, words) => {
      refusals.set(address, words);
      control.setRefusals([...refusals].map(([refused, text]) => ({ address: refused, text })));
    },
    plant: (address, more) => {
      const owners = [OWNER, OTHER];
      control.configure({ owners: more?.otherOwner === true ? [OTHER, OWNER] : owners });
      control.plant({ contact: { email: address }, tags: more?.tags ?? [], forceOptIn: more?.optedIn === true, forceOptOut: more?.optedIn !== true });
      control.configure({ owners });
    },
    remove: (address) => control.setCard(address, { removed: true }),
    contact: (address) => viewOf(sandbox, address),
    contacts: () => control.counts().contacts,
    holdJobs: () => control.setJobDelay(null),
    settle: async () => {
      control.runJobs();
      await control.idle();
    },
    capEvents: (most) => control.configure({ eventListCap: most }),
    mails: () => control.counters().confirmationMails,
    automations: () => {
      const { workflowsByContacts, workflowsByTags, workflowsByEvents } = control.counters();
      return workflowsByContacts + workflowsByTags + workflowsByEvents;
    },
    requests: () => control.stats().requests,
    nowMs: () => START,
    stop: async () => {
      if (stopped) return;
      stopped = true;
      await elsewhere.close();
      await sandbox.stop();
    },
  };
}

describeDestination('SALESmanago', { definition: salesmanago, start: () => start({}) });
describeDestination('SALESmanago of an account that is strict and tells more', {
  definition: salesmanago,
  start: () => start({ strictTime: true, userRows: 'objects', showEventIds: true, newEmailConflict: 'merge', seed: 12 }),
});
