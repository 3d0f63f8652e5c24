import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Response } from 'express';
import type { RunView } from './run.schemas.js';

/** How often the database is looked at for one listener, ms. */
const LOOK_MS = 1_000;
/** Looks without a change after which a sign of life is sent, so that proxies keep the connection. */
const QUIET_LOOKS = 15;

/** What changes by itself as time passes is no news. */
function newsOf(view: RunView): string {
  return JSON.stringify({ ...view, ratePerSecond: null, secondsLeft: null });
}

/**
 * Sends the run now and after every change as server-sent events (`run` with the view), until it has ended or the
 * listener has gone. When a look fails the stream ends: EventSource clients come back by themselves.
 */
async function sendRunEvents(response: Response, first: RunView, look: () => Promise<RunView>, gone: AbortSignal): Promise<void> {
  response.status(200).set({ 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no', connection: 'close' });
  response.flushHeaders();
  let last = '';
  let quiet = 0;
  for (let view = first; !gone.aborted; view = await look()) {
    const news = newsOf(view);
    quiet = news === last ? quiet + 1 : 0;
    last = news;
    if (quiet === 0) response.write(`event: run\ndata: ${JSON.stringify(view)}\n\n`);
    else if (quiet % QUIET_LOOKS === 0) response.write(': still here\n\n');
    if (view.ended) break;
    await pause(LOOK_MS, gone);
  }
  response.end();
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}

/** The open streams of this process; they end before the server closes, which would wait for them for ever. */
@Injectable()
export class RunEvents implements BeforeApplicationShutdown {
  private readonly stopping = new AbortController();

  beforeApplicationShutdown(): void {
    this.stopping.abort();
  }

  async send(response: Response, first: RunView, look: () => Promise<RunView>): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    await sendRunEvents(response, first, look, AbortSignal.any([gone.signal, this.stopping.signal]));
  }
}
