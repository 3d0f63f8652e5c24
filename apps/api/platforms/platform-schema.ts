import { z } from 'zod';
import { LANGUAGES, type Language, type Localized } from '#libs/domain/words.js';

function isLocalized(value: unknown): value is Localized {
  return typeof value === 'object' && value !== null && LANGUAGES.every((language) => typeof (value as Record<string, unknown>)[language] === 'string');
}

/** Title and description in the caller's language where every JSON Schema tool looks for them; both languages beside. */
function localise(value: unknown, language: Language): unknown {
  if (Array.isArray(value)) return value.map((item) => localise(item, language));
  if (typeof value !== 'object' || value === null) return value;
  const { title, help, ...all } = value as Record<string, unknown>;
  // Zod names `includes` a format, which no JSON Schema validator knows; the pattern beside it says the same.
  const { format, ...unformatted } = all;
  const rest = format === 'includes' ? unformatted : all;
  const inner = Object.fromEntries(Object.entries(rest).map(([name, item]) => [name, localise(item, language)]));
  return {
    ...inner,
    ...(isLocalized(title) ? { title: title[language], 'x-title': title } : title === undefined ? {} : { title: localise(title, language) }),
    ...(isLocalized(help) ? { description: help[language], 'x-help': help } : help === undefined ? {} : { help: localise(help, language) }),
  };
}

/** Names of what a person may fill in, with defaults. */
export function propertiesOf(schema: z.ZodType): Readonly<Record<string, { readonly default?: unknown }>> {
  return (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }).properties ?? {}) as Readonly<Record<string, { readonly default?: unknown }>>;
}

/** What a person has to fill in, as JSON Schema. */
export function formSchema(schema: z.ZodType, language: Language): Record<string, unknown> {
  // What a caller sends, not what the service makes of it: defaults are optional, normalisation is ours.
  const plain = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return localise(plain, language) as Record<string, unknown>;
}
