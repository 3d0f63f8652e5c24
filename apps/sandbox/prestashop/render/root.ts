import type { Profile } from '../profile.js';
import { DESCRIPTIONS } from '../resources.js';
import { xmlDocument } from './xml.js';

/** Rights of a key: granted methods by resource. */
export type Rights = ReadonlyMap<string, ReadonlySet<string>>;

/** The listing of `GET /api/`: every resource granted at all, with its methods. */
export function rootXml(rights: Rights, known: readonly string[], profile: Profile, base: string, shopName: string): string {
  const methods = profile.hasPatch ? ['GET', 'PUT', 'POST', 'PATCH', 'DELETE', 'HEAD'] : ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'];
  const items = granted(rights, known).map((name) => {
    const link = `xlink:href="${base}${name}"`;
    const flags = methods.map((method) => `${method.toLowerCase()}="${String(rights.get(name)?.has(method) === true)}"`).join(' ');
    return (
      `<${name} ${link} ${flags}>\n<description ${link} ${flags}>\n${DESCRIPTIONS[name] ?? name}</description>\n` +
      `<schema xlink:href="${base}${name}?schema=blank" type="blank"/>\n<schema xlink:href="${base}${name}?schema=synopsis" type="synopsis"/>\n</${name}>\n`
    );
  });
  return xmlDocument(`<api shopName="${shopName}">\n${items.join('')}</api>\n`);
}

/** Names alone, as old versions list them in JSON. */
export function granted(rights: Rights, known: readonly string[]): readonly string[] {
  return known.filter((name) => (rights.get(name)?.size ?? 0) > 0);
}
