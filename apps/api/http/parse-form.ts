import type { z } from 'zod';
import type { JsonObject, Localized } from '#libs/domain/words.js';
import { propertiesOf } from '../platforms/platform-schema.js';
import { ApiProblem } from './problem.js';
import { fieldProblems } from './validation.pipe.js';

/** A member of a body that is filled in by a schema of its own: what it is called in codes and paths, and in texts. */
export type Form = { readonly member: 'settings' | 'options'; readonly name: Localized };

export const SETTINGS_FORM: Form = { member: 'settings', name: { pl: 'ustawienia', en: 'settings' } };
export const OPTIONS_FORM: Form = { member: 'options', name: { pl: 'opcje', en: 'options' } };

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** A misspelt value that is dropped in silence is a value its owner believes in. */
function unknownNames({ member, name }: Form, unknown: readonly string[], known: readonly string[]): ApiProblem {
  return new ApiProblem({
    status: 422,
    code: `${member}_unknown`,
    message: { pl: `Nieznane ${name.pl}: ${unknown.join(', ')}.`, en: `Unknown ${name.en}: ${unknown.join(', ')}.` },
    fix: { pl: `Dostępne ${name.pl}: ${known.join(', ')}.`, en: `${capital(name.en)} there are: ${known.join(', ')}.` },
  });
}

/** @throws ApiProblem 422 `<member>_unknown`, `<member>_invalid` with the wrong fields */
export function parseForm(form: Form, schema: z.ZodType, given: Record<string, unknown>): JsonObject {
  const known = Object.keys(propertiesOf(schema));
  const unknown = Object.keys(given).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw unknownNames(form, unknown, known);
  const parsed = schema.safeParse(given, { reportInput: true });
  if (parsed.success) return parsed.data as JsonObject;
  throw new ApiProblem({
    status: 422,
    code: `${form.member}_invalid`,
    message: { pl: `${capital(form.name.pl)} są niekompletne lub nieprawidłowe.`, en: `The ${form.name.en} are incomplete or not valid.` },
    fields: fieldProblems(parsed.error.issues).map((field) => ({ ...field, path: `${form.member}.${field.path}` })),
  });
}
