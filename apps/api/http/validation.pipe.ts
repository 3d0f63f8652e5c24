import { Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import { z } from 'zod';
import type { FieldProblem } from './problem.js';
import { validationFailed } from './problems.js';

const ENGLISH = z.locales.en().localeError;
const POLISH = z.locales.pl().localeError;

type LocaleError = typeof ENGLISH;

function textOf(locale: LocaleError, issue: z.core.$ZodIssue): string {
  // A finished issue is a raw one that has got its message; the locale reads only what both have.
  const told = locale(issue as unknown as Parameters<LocaleError>[0]);
  return (typeof told === 'string' ? told : told?.message) ?? issue.message;
}

/** A schema may bring its own code and Polish text: `refine(…, { error: 'English', params: { code: 'word', pl: 'Polski' } })`. */
function customText(issue: z.core.$ZodIssue, name: 'pl' | 'code'): string | null {
  if (issue.code !== 'custom') return null;
  const text = (issue.params as Record<string, unknown> | undefined)?.[name];
  return typeof text === 'string' ? text : null;
}

/** What is wrong with each field, in both languages; values are never repeated, they may be secrets. */
export function fieldProblems(issues: readonly z.core.$ZodIssue[]): FieldProblem[] {
  return issues.map((issue) => ({
    path: issue.path.map(String).join('.'),
    code: customText(issue, 'code') ?? issue.code,
    message:
      issue.code === 'custom'
        ? { pl: customText(issue, 'pl') ?? issue.message, en: issue.message }
        : { pl: textOf(POLISH, issue), en: textOf(ENGLISH, issue) },
  }));
}

/** Checks bodies and queries against their zod schemas; the message of each wrong field is kept in both languages. */
@Injectable()
export class ValidationPipe extends StandardSchemaValidationPipe {
  protected override validate<T>(value: unknown, schema: unknown): { value: T } {
    // The locales name the received type; without the input it would always read "undefined".
    const parsed = (schema as z.ZodType<T>).safeParse(value, { reportInput: true });
    if (parsed.success) return { value: parsed.data };
    throw validationFailed(fieldProblems(parsed.error.issues));
  }
}
