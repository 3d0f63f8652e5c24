import type { DataSource } from 'typeorm';
import { isFailure } from '#libs/domain/failure.js';
import type { HttpClient } from '#libs/http/http-client.js';

/** What requests are counted for: a part that is read, or a run that is planned. */
export type Metered = { readonly kind: 'part' | 'run'; readonly id: string };

const ADD = { part: 'update part set requests = requests + $2 where id = $1', run: 'update run set requests = requests + $2 where id = $1' } as const;

/** A refusal of our own budget never left the house; everything else that failed may have reached the platform. */
function reachedThePlatform(error: unknown): boolean {
  if (!isFailure(error)) return false;
  return error.kind === 'rate_limited' ? error.context['status'] !== undefined : error.kind !== 'configuration_invalid';
}

/** Counts requests of one step and adds them to its row about once a second; what a killed process had not added is lost. */
export class RequestMeter {
  #count = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly metered: Metered,
  ) {}

  over(http: HttpClient): HttpClient {
    return {
      request: async (request) => {
        try {
          const answer = await http.request(request);
          this.#count += 1;
          return answer;
        } catch (error) {
          if (reachedThePlatform(error)) this.#count += 1;
          throw error;
        }
      },
    };
  }

  async flush(): Promise<void> {
    const count = this.#count;
    if (count === 0) return;
    this.#count = 0;
    try {
      await this.dataSource.query(ADD[this.metered.kind], [this.metered.id, count]);
    } catch {
      // Counting must not end what it counts; the next flush tries again.
      this.#count += count;
    }
  }
}
