/** From a request to an answer, with the checks in the order PrestaShop makes them. */
import { createHash } from 'node:crypto';
import { headerOf, type Answer, type Incoming } from './answer.js';
import { entityAnswer, listAnswer, type Content, type View } from './content.js';
import { FatalPhpError, REFUSALS, RedirectToFront, Refusal, type ErrorEntry } from './errors.js';
import { shapeOf } from './fields.js';
import { presentedKey, type Keys } from './keys.js';
import { contextOf, findShop, type ShopContext } from './shop-context.js';
import { parseLanguages } from './query/languages.js';
import { parseParameters, type Parameters } from './query/parameters.js';
import { Forms } from './render/form.js';
import { JsonRows } from './render/json-row.js';
import { jsonText } from './render/json-values.js';
import { granted, rootXml, type Rights } from './render/root.js';
import { errorsXml } from './render/xml.js';
import { isModelled, knownResources } from './resources.js';
import type { Shop } from './world/shop.js';

const CHALLENGE = 'Basic realm="Welcome to PrestaShop Webservice, please enter the authentication key as the login. No password required."';
const METHODS = ['GET', 'PUT', 'POST', 'PATCH', 'DELETE', 'HEAD'];

/** Where a request goes: path behind `/api/` and the shop that owns the address. */
export type Route = { readonly path: string; readonly urlShop: number; readonly base: string; readonly front: string };

export class Webservice {
  private readonly forms = new Forms();
  private readonly rows = new JsonRows();
  private readonly known: readonly string[];

  constructor(
    private readonly shop: Shop,
    private readonly keys: Keys,
  ) {
    this.known = knownResources(shop.profile);
  }

  /** @param query text behind `?` */
  answer(incoming: Incoming, route: Route, query: string): Answer {
    const parameters = parseParameters(query);
    try {
      return this.checked(incoming, route, parameters);
    } catch (error) {
      if (error instanceof RedirectToFront) return this.redirect(route, parameters);
      if (error instanceof FatalPhpError) return this.html(500, '');
      throw error;
    }
  }

  /** The front office takes over: the shop's own switch decides the code, 302 by default. */
  redirect(route: Route, { pairs }: Parameters): Answer {
    const query = pairs.filter(([name]) => name !== 'id_shop').map(([name, value]) => `&${name}=${encodeURIComponent(value)}`);
    const location = `${route.front}index.php?url=${route.path}${query.join('')}`;
    return this.html(302, '', { Location: location });
  }

  /** What PHP says outside the webservice. */
  private html(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Answer {
    const { phpVersion, htmlType } = this.shop.profile;
    return { status, headers: { 'X-Powered-By': `PHP/${phpVersion}`, ...headers, [htmlType[0]]: htmlType[1] }, body: Buffer.from(body) };
  }

  private checked(incoming: Incoming, route: Route, parameters: Parameters): Answer {
    const { profile } = this.shop;
    const found = findShop(this.shop, route.urlShop, parameters);
    const presented = presentedKey(headerOf(incoming, 'authorization'), parameters.plain.get('ws_key'));
    if (presented === null) {
      if (incoming.method === 'OPTIONS' && profile.preflight) return this.html(200, '', { Allow: 'GET, PUT, POST, PATCH, DELETE, HEAD' });
      const challenge = profile.plain401Challenges ? { 'WWW-Authenticate': CHALLENGE } : {};
      return this.html(401, '401 Unauthorized', challenge);
    }
    const json = wantsJson(incoming, parameters);
    try {
      const key = this.keys.authenticate(presented);
      const context = contextOf(this.shop, found, parameters);
      if (!context.shops.some((id) => key.shops.includes(id))) throw REFUSALS.keyNotForShop();
      const method = parameters.plain.get('ps_method') ?? incoming.method;
      const content = this.content(method, route, parameters, key.rights, context, json);
      const answer = this.success(content, json, profile.version);
      return answer.headers['Content-Sha1'] !== undefined && headerOf(incoming, 'local-content-sha1') === answer.headers['Content-Sha1']
        ? { ...answer, status: 304, body: Buffer.alloc(0) }
        : answer;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return this.refused(error, json);
    }
  }

  private content(method: string, route: Route, parameters: Parameters, rights: Rights, context: ShopContext, json: boolean): Content {
    const active = this.shop.tables.languages.rows.map((row) => row.id);
    const languages = parseLanguages(parameters.plain.get('language'), active);
    const [resource = '', id = ''] = route.path.split('/');
    const { profile } = this.shop;
    if (resource !== '' && !this.known.includes(resource)) throw REFUSALS.unknownResource(resource, this.known);
    if (resource !== '' && !rights.has(resource)) throw REFUSALS.resourceNotGranted(resource);
    if (!METHODS.includes(method)) throw REFUSALS.unknownMethod(method);
    if (resource === '') return this.root(rights, route.base, json);
    if (rights.get(resource)?.has(method) !== true) throw REFUSALS.methodNotGranted(method, resource);
    const shape = isModelled(resource) ? shapeOf(resource, profile) : null;
    if (shape === null) return json ? '[]' : errorsXml([]).replace(/<errors>[^]*<\/errors>/, `<${resource}>\n</${resource}>`);
    if (method !== 'GET' && method !== 'HEAD') return this.write(method, resource, Number.parseInt(id, 10) || 0);
    const view: View = { shop: this.shop, shape, languages, context, base: route.base, json, forms: this.forms, rows: this.rows };
    return id === '' ? listAnswer(view, parameters) : entityAnswer(view, Number.parseInt(id, 10) || 0, parameters);
  }

  /** Only what shows that a forwarded `ps_method` is dangerous: a granted DELETE really deletes. */
  private write(method: string, resource: string, id: number): Content {
    if (method !== 'DELETE' || !isModelled(resource)) throw REFUSALS.methodForbidden(method, resource);
    return this.shop.tables[resource].remove(id) ? '' : null;
  }

  private root(rights: Rights, base: string, json: boolean): Content {
    if (!json) return rootXml(rights, this.known, this.shop.profile, base, 'Sklep Przykładowy');
    if (this.shop.profile.jsonRoot === 'dies') throw new FatalPhpError('array_filter() of a text');
    return `[${granted(rights, this.known).map(jsonText).join(',')}]`;
  }

  private success(content: Content, json: boolean, version: string): Answer {
    if (content === null) return { status: 404, headers: { ...this.common(version), 'Content-Type': '' }, body: Buffer.alloc(0) };
    const body = typeof content === 'string' ? Buffer.from(content) : content;
    const sha1 = createHash('sha1').update(body).digest('hex');
    return { status: 200, headers: { ...this.common(version), ...this.type(json), 'Content-Sha1': sha1 }, body };
  }

  private refused(refusal: Refusal, json: boolean): Answer {
    const { profile } = this.shop;
    const login = refusal.status === 401 && refusal.entries.every(({ code }) => code < 26);
    const challenge = login ? { 'WWW-Authenticate': CHALLENGE } : {};
    const headers = { ...challenge, ...this.common(login ? profile.versionRefused : profile.version), ...this.type(json) };
    return { status: refusal.status, headers, body: Buffer.from(json ? errorsJson(refusal.entries) : errorsXml(refusal.entries)) };
  }

  private common(version: string): Record<string, string> {
    const cookie = this.shop.profile.setsCookie ? { 'Set-Cookie': 'PrestaShop-0123456789abcdef=invented; path=/; httponly' } : {};
    return {
      'Access-Time': String(Math.floor(this.shop.clock.nowMs() / 1000)),
      'X-Powered-By': 'PrestaShop Webservice',
      'PSWS-Version': version,
      'Execution-Time': '0.002',
      ...cookie,
    };
  }

  private type(json: boolean): Record<string, string> {
    return json ? { 'Content-Type': 'application/json' } : { 'Content-type': this.shop.profile.xmlType };
  }
}

/** First match wins, so a header beats the query; upper case only; `Accept` is ignored. */
function wantsJson(incoming: Incoming, { plain }: Parameters): boolean {
  const asked = headerOf(incoming, 'io-format') ?? headerOf(incoming, 'output-format') ?? plain.get('output_format') ?? plain.get('io_format');
  return asked === 'JSON';
}

export function errorsJson(entries: readonly ErrorEntry[]): string {
  return `{"errors":[${entries.map(({ code, message }) => `{"code":${String(code)},"message":${jsonText(message)}}`).join(',')}]}`;
}
