/** The Admin API: versions, paths, access, and the parameters of each call. */
import { faultAnswer, htmlAnswer, refusal, type Answer } from '../answer.js';
import type { AccessKey } from '../keys.js';
import type { World } from '../world/world.js';
import type { Endpoint } from './endpoint.js';
import { ENDPOINTS } from './endpoints.js';
import { bodyParams, outsideParams, queryParams } from './params.js';

export type Route = { readonly version: number; /** Behind the version. */ readonly path: string };

/** null = not below a version the panel has. */
export function routeOf(path: string): Route | null {
  const match = /^\/api\/admin\/v([3-8])\/(.+?)\/?$/.exec(path);
  return match === null ? null : { version: Number(match[1]), path: match[2] ?? '' };
}

export type Incoming = { readonly method: string; readonly route: Route | null; readonly query: string; readonly body: string; readonly key: string | undefined };

export class AdminApi {
  constructor(
    private readonly world: World,
    private readonly key: AccessKey,
  ) {}

  /** @param unfiltered answers as if no filter had been given */
  answer({ method, route, query, body, key }: Incoming, unfiltered = false): Answer {
    if (route === null) return htmlAnswer(404, '404 Not Found');
    const endpoint = find(method, route);
    if (endpoint === undefined) return refusal(404, `Nie znaleziono metody ${method} ${route.path.replace(/[^\w/]/g, '')}`, { errors: [{ message: 'Nie znaleziono żądanego zasobu' }] });
    const refused = this.key.refuse(key, endpoint.module, endpoint.level);
    if (refused !== null) return refused;
    if (method !== 'GET' && body.trim() === '') return faultAnswer(3, 'Nie przekazano parametrów do metody');
    const params = method === 'GET' ? queryParams(query) : bodyParams(body);
    if (params === null) return refusal(422, 'Nieprawidłowy format danych wejściowych', { errors: { message: 'Nieprawidłowy format danych' } });
    return endpoint.run({ world: this.world, version: route.version, params: unfiltered ? params.withoutFilters() : params, outside: outsideParams(method === 'GET' ? '' : body) });
  }
}

function find(method: string, { version, path }: Route): Endpoint | undefined {
  return ENDPOINTS.find((one) => one.method === method && one.path === path && version >= (one.from ?? 3) && version <= (one.to ?? 8));
}
