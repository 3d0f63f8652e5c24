import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Client, Connection } from '@temporalio/client';
import { temporalUnavailable } from '../http/problems.js';
import { within } from './deadline.js';

/** Calls to Temporal give up after this long, ms. */
const CALL_MS = 2_000;
/** Little less for the call itself, so that its own answer wins over ours when both are near. */
const GRPC_MS = 1_900;

export type TemporalSettings = { readonly address: string; readonly namespace: string };

/** One lazy connection: nothing is dialled before the first call, and a server that comes back is found again. */
@Injectable()
export class TemporalConnection implements OnApplicationShutdown {
  readonly client: Client;
  readonly connection: Connection;
  readonly namespace: string;

  constructor(settings: TemporalSettings) {
    this.namespace = settings.namespace;
    this.connection = Connection.lazy({ address: settings.address, connectTimeout: GRPC_MS });
    this.client = new Client({ connection: this.connection, namespace: settings.namespace });
  }

  /** One short call. @throws ApiProblem 503 when it is not answered in time; whatever the server says otherwise. */
  async call<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const call = this.connection.withDeadline(Date.now() + GRPC_MS, () => work(this.client));
    return await within(CALL_MS, call, temporalUnavailable);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.connection.close();
  }
}
