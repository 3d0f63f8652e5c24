/** API v3: another host in reality, header `API-KEY`, GET for reads (sheet section 5.2). */
import { htmlAnswer, jsonAnswer, type Answer } from '../answer.js';
import type { Incoming } from '../api/api.js';
import { rowOf, type Row } from '../values.js';
import type { World } from '../world/world.js';
import { catalogList, catalogUpsert } from './catalogs.js';
import { Problem, problemAnswer } from './problem.js';
import { productUpsert } from './products.js';

const ENDPOINTS: ReadonlyMap<string, (world: World, body: Row) => Row> = new Map([
  ['GET product/catalogList', catalogList],
  ['POST product/catalogUpsert', catalogUpsert],
  ['POST product/upsert', productUpsert],
]);

/** @param endpoint below `/v3/` */
export function answerV3(world: World, endpoint: string, { method, body, apiKey, userAgent }: Incoming): Answer {
  // The edge proxy turns away programs that do not say who they are.
  if (userAgent === '' || userAgent.startsWith('Python-urllib')) return htmlAnswer(403, '403 Forbidden');
  const run = ENDPOINTS.get(`${method} ${endpoint}`);
  if (run === undefined) return htmlAnswer(404, '404 Not Found');
  try {
    if (!world.behaviour.v3Keys.includes(apiKey)) throw new Problem(10, 'API-KEY|invalid key');
    return jsonAnswer(200, run(world, method === 'GET' ? {} : parsed(body)));
  } catch (error) {
    if (error instanceof Problem) return problemAnswer(error);
    throw error;
  }
}

function parsed(body: string): Row {
  try {
    const row = rowOf(JSON.parse(body));
    if (row !== null) return row;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Problem(14, 'body:object|JSON object expected');
}
