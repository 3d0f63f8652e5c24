import { setTimeout as pause } from 'node:timers/promises';
import { openBar } from '../bar.js';
import { must, until } from '../until.js';
import type { Destination, Reason, Route, Stage } from './views.js';

const LOOK_MS = 300;

type Counts = { readonly people: number; readonly contacts: Readonly<Record<string, number>>; readonly consents: Readonly<Record<string, number>>; readonly events: Readonly<Record<string, number>> };
type Export = {
  readonly id: string;
  readonly state: string;
  readonly consent: { readonly text: string };
  readonly counts: Counts | null;
  readonly excluded: { readonly people: readonly Reason[]; readonly records: readonly Reason[] };
  readonly minutes: number | null;
  readonly writes: readonly { readonly message: string }[];
  readonly warnings: readonly { readonly message: string }[];
  readonly problem: { readonly message: string } | null;
};

const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((total, count) => total + count, 0);

/** What a person sees before they confirm. */
function printWindow(shown: Export, log: (line: string) => void): void {
  log(`   ${shown.consent.text}`);
  for (const line of [...shown.writes, ...shown.warnings]) log(`   - ${line.message}`);
  for (const { count, text } of [...shown.excluded.people, ...shown.excluded.records]) log(`   - left out: ${String(count)} × ${text}`);
  log(`   Of ${String(shown.counts?.people)} addresses; takes about ${String(shown.minutes)} min at this pace`);
}

async function follow({ rest, log }: Stage, path: string, ids: { readonly routeId: string; readonly destinationId: string }, expected: number): Promise<void> {
  const bar = openBar(log);
  for (;;) {
    const { state, problem } = await rest.get<Export>(path);
    const { deliveries, waiting } = await rest.get<Route>(`/routes/${ids.routeId}`);
    const { backlog } = await rest.get<Destination>(`/destinations/${ids.destinationId}`);
    const settled = deliveries.queued - deliveries.pending;
    const text = `${settled} of ${Math.max(expected, deliveries.queued)} deliveries`;
    must(state === 'running' || state === 'done', `The export ended as ${state}: ${problem?.message ?? 'no reason was told'}`);
    if (state === 'done') return bar.end(text);
    const left = backlog.secondsLeft === null ? '' : `, about ${backlog.secondsLeft} s left`;
    bar.show((settled / Math.max(1, expected, deliveries.queued)) * 100, `${text}${left}${waiting.map(({ message }) => ` — ${message}`).join('')}`);
    await pause(LOOK_MS);
  }
}

/** Counts the first export, shows the confirmation, confirms, and follows it to its end. Gives the number of contacts it was to write. */
export async function firstExport(stage: Stage, routeId: string, destinationId: string): Promise<number> {
  const { rest, log } = stage;
  const { message, export: made } = await rest.post<{ message: string; export: Export }>(`/routes/${routeId}/exports`);
  log(`13. The first export. ${message}`);
  const path = `/routes/${routeId}/exports/${made.id}`;
  const { value: counted } = await until('The export is counted', async () => {
    const now = await rest.get<Export>(path);
    must(now.state === 'counting' || now.state === 'counted', `The counting ended as ${now.state}: ${now.problem?.message ?? ''}`);
    return now.state === 'counted' ? now : null;
  });
  printWindow(counted, log);
  const { message: begun } = await rest.post<{ message: string }>(`${path}/confirm`);
  log(`14. Confirmed, as a person would. ${begun}`);
  const { contacts = {}, consents = {}, events = {} } = counted.counts ?? {};
  await follow(stage, path, { routeId, destinationId }, sum(contacts) + sum(consents) + sum(events));
  return sum(contacts);
}
