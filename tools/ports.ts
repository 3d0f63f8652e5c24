import { connect, createServer } from 'node:net';
import { Problem } from './problem.js';

/** Addresses tried: a program may hold a port on one of them only, and ours may listen on either. */
const LOCAL_ADDRESSES = ['127.0.0.1', '0.0.0.0'] as const;
const NEIGHBOURS_TRIED = 50;
const HIGHEST_PORT = 65_535;

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen({ port, host, exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

/** True when nothing listens on the TCP port of this machine and we may listen on it. */
export async function isPortFree(port: number): Promise<boolean> {
  for (const host of LOCAL_ADDRESSES) {
    if (!(await canListen(port, host))) return false;
  }
  return true;
}

/**
 * A port nobody uses now, chosen by the operating system. A connection is made to it and closed from its own side: Linux
 * then keeps the port out of such choices for a minute, so programs started side by side do not choose the same one.
 */
export function anyFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      const { localPort } = socket;
      server.close(() => {
        if (localPort === undefined) reject(new Problem('The system gave no free TCP port; end some programs that listen on ports.'));
        else resolve(localPort);
      });
      socket.destroy();
    });
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      if (address === null || typeof address === 'string') return;
      connect(address.port, '127.0.0.1').once('error', () => undefined);
    });
  });
}

/** What a port is wanted for. */
export interface PortWish {
  /** Shown to the user, for example "API". */
  readonly label: string;
  /** First choice when the user did not name a port. */
  readonly preferred: number;
  /** Value the user gave, and the name of the setting it came from; a busy one is an error, never replaced. */
  readonly requested?: { readonly port: number; readonly setting: string } | undefined;
  /** Ports already promised to other parts of the same program. */
  readonly taken?: ReadonlySet<number>;
  /** Told about each busy port that is avoided. */
  readonly log?: (line: string) => void;
}

async function nearestFree(first: number, taken: ReadonlySet<number>): Promise<number | undefined> {
  const last = Math.min(first + NEIGHBOURS_TRIED, HIGHEST_PORT);
  for (let port = first; port <= last; port += 1) {
    if (!taken.has(port) && (await isPortFree(port))) return port;
  }
  return undefined;
}

/**
 * The port to use: the requested one, or the free one nearest above the preferred one.
 * @throws Problem when the requested port is busy or out of range, or no neighbour is free
 */
export async function choosePort(wish: PortWish): Promise<number> {
  const taken = wish.taken ?? new Set<number>();
  if (wish.requested !== undefined) {
    const { port, setting } = wish.requested;
    if (!Number.isInteger(port) || port < 1 || port > HIGHEST_PORT) {
      throw new Problem(`${setting} must be a whole number from 1 to ${HIGHEST_PORT}; change it or leave it out.`);
    }
    if (!taken.has(port) && (await isPortFree(port))) return port;
    const free = await nearestFree(port + 1, taken);
    const hint = free === undefined ? 'choose another' : `choose another, for example ${free},`;
    throw new Problem(`Port ${port} (${setting}, ${wish.label}) is busy: end the program that uses it, ${hint} or leave ${setting} out.`);
  }
  const port = await nearestFree(wish.preferred, taken);
  if (port === undefined) {
    throw new Problem(
      `No free port for ${wish.label} between ${wish.preferred} and ${wish.preferred + NEIGHBOURS_TRIED}: end a program that listens there.`,
    );
  }
  if (port !== wish.preferred) wish.log?.(`Port ${wish.preferred} is busy, so ${wish.label} uses ${port}.`);
  return port;
}

/** Reads a port setting from the environment; undefined when it is not set. */
export function requestedPort(setting: string, env: NodeJS.ProcessEnv = process.env): PortWish['requested'] {
  const text = env[setting];
  return text === undefined || text === '' ? undefined : { port: Number(text), setting };
}
