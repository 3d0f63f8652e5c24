import type { MessageEvent } from '@nestjs/common';
import { Observable } from 'rxjs';
import type { RunView } from './run.schemas.js';

/** How often the database is looked at for one listener, ms. */
const LOOK_MS = 1_000;
/** Looks without a change after which a sign of life is sent, so that proxies keep the connection. */
const QUIET_LOOKS = 15;

/** What changes by itself as time passes is no news. */
function newsOf(view: RunView): string {
  return JSON.stringify({ ...view, ratePerSecond: null, secondsLeft: null });
}

/** The run, now and after every change, until it has ended. Events: `run` with the view, `ping`. */
export function runEvents(first: RunView, look: () => Promise<RunView>): Observable<MessageEvent> {
  return new Observable((subscriber) => {
    let timer: NodeJS.Timeout | undefined;
    let last = '';
    let quiet = 0;
    const tell = (view: RunView): void => {
      const news = newsOf(view);
      quiet = news === last ? quiet + 1 : 0;
      if (quiet === 0) subscriber.next({ type: 'run', data: view });
      else if (quiet % QUIET_LOOKS === 0) subscriber.next({ type: 'ping', data: {} });
      last = news;
      if (view.ended) subscriber.complete();
      else timer = setTimeout(again, LOOK_MS);
    };
    // A listener whose look fails is told to come back: EventSource clients reconnect by themselves.
    const again = (): void => void look().then(tell, () => subscriber.complete());
    tell(first);
    return () => {
      clearTimeout(timer);
    };
  });
}
