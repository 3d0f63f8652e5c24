/** One HTTP answer before faults and the network. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

/** What the simulator looks at in a request. */
export type Incoming = {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
};

export const HTML = 'text/html; charset=UTF-8';

export function htmlAnswer(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { ...headers, 'Content-type': HTML }, body: Buffer.from(body) };
}

export function headerOf(incoming: Incoming, name: string): string | undefined {
  const value = incoming.headers[name];
  return typeof value === 'string' ? value : undefined;
}
