/**
 * The ceilings of an acknowledgement: one Node process without a framework. Answers 204 at once, or after one INSERT of the
 * body when BARE_DATABASE is set. Says its port in one line and ends with SIGTERM.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';

const databaseUrl = process.env['BARE_DATABASE'];
/** As many connections as the API has for everything. */
const pool = databaseUrl === undefined ? null : new pg.Pool({ connectionString: databaseUrl, max: 10 });

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const server = createServer((request, response) => {
  if (pool === null) {
    request.resume();
    response.writeHead(204).end();
    return;
  }
  bodyOf(request)
    .then((body) => pool.query({ name: 'keep', text: 'insert into delivery (body) values ($1)', values: [body] }))
    .then(() => response.writeHead(204).end())
    .catch(() => response.writeHead(503).end());
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${String((server.address() as AddressInfo).port)}\n`);
});
