import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Problem } from '#tools/problem.js';
import type { Message } from '../load/post.js';
import { Random } from '../kill/random.js';
import type { SimulatedShop } from '../shop.js';
import { inParallel } from './in-parallel.js';
import { countOf, type Names } from './names.js';

/** Every way in which a panel is known to put a record (sheet section 6.1, 6.2). */
const SHAPES = [
  { format: 'json', shape: 'results' },
  { format: 'json', shape: 'list' },
  { format: 'json', shape: 'single' },
  { format: 'json', shape: 'bare' },
  { format: 'form', shape: 'results' },
  { format: 'xml', shape: 'results' },
] as const;

const EVENTS = { customers: 'clientUpdated', orders: 'orderUpdated' } as const;

/** Takes whatever is posted to it and keeps it. */
async function openCatcher(caught: Message[]): Promise<{ readonly url: string; readonly close: () => void }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      caught.push({ contentType: request.headers['content-type'] ?? '', body: Buffer.concat(chunks) });
      response.writeHead(204).end();
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`, close };
}

/** Every sixth record each. */
const share = (ids: readonly number[], turn: number): number[] => ids.filter((_, index) => index % SHAPES.length === turn);

function shuffled(messages: readonly Message[], random: Random): Message[] {
  return messages.map((message) => ({ message, at: random.next() })).sort((a, b) => a.at - b.at).map(({ message }) => message);
}

/**
 * What the panel itself would send about these records now, in all shapes in turn and mixed: it sends them to us, so that
 * they can be sent again on a schedule.
 * @throws Problem when the panel did not send one for each
 */
export async function panelMessages(panel: SimulatedShop, names: Names, seed: number): Promise<Message[]> {
  const caught: Message[] = [];
  const catcher = await openCatcher(caught);
  try {
    for (const [turn, shape] of SHAPES.entries()) {
      await panel.control('addWebhook', { hook: { url: catcher.url, events: Object.values(EVENTS), ...shape } });
      await inParallel(share(names.customers, turn), (id) => panel.control('sendWebhook', { event: EVENTS.customers, id }));
      await inParallel(share(names.orders, turn), (id) => panel.control('sendWebhook', { event: EVENTS.orders, id }));
      await panel.control('idle');
      await panel.control('removeWebhooks');
    }
  } finally {
    catcher.close();
  }
  if (caught.length !== countOf(names)) throw new Problem(`The simulated panel sent ${String(caught.length)} deliveries about ${String(countOf(names))} records.`);
  return shuffled(caught, new Random(seed));
}
