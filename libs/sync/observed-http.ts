import type { HttpClient } from '#libs/http/http-client.js';
import type { EngineObserver } from './engine.js';

/** The client with a meter on it; waits for the budget are part of the time, because they are part of the sync's. */
export function observedHttp<Client extends HttpClient>(http: Client, platform: string, account: string, observer: EngineObserver | undefined): HttpClient {
  if (observer === undefined) return http;
  return {
    request: async (request) => {
      const started = performance.now();
      const answer = await http.request(request);
      observer.exchanged({ platform, account, status: answer.status, seconds: (performance.now() - started) / 1000 });
      return answer;
    },
  };
}
