import { Client, Connection } from '@temporalio/client';

export type TemporalSettings = { readonly address: string; readonly namespace: string };

/** A client that dials with the first call and finds a server again that was away. */
export type TemporalClient = {
  readonly client: Client;
  readonly connection: Connection;
  readonly namespace: string;
  /** One short call; fails after `ms` (default 2,000) instead of the SDK's twenty seconds. */
  call<T>(work: (client: Client) => Promise<T>, ms?: number): Promise<T>;
  close(): Promise<void>;
};

const CALL_MS = 2_000;

export function connectTemporal(settings: TemporalSettings): TemporalClient {
  // Without the SDK's own tries: our callers try again anyway, and a retry that is due after `close` ends the process.
  const connection = Connection.lazy({ address: settings.address, connectTimeout: CALL_MS, interceptors: [] });
  const client = new Client({ connection, namespace: settings.namespace });
  return {
    client,
    connection,
    namespace: settings.namespace,
    call: (work, ms = CALL_MS) => connection.withDeadline(Date.now() + ms, () => work(client)),
    close: () => connection.close(),
  };
}
