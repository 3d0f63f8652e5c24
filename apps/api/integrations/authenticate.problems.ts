import type { z } from 'zod';
import type { Tick } from '#libs/connectors/sdk/check.js';
import { ApiProblem } from '../http/problem.js';
import { fieldProblems } from '../http/validation.pipe.js';

export function permissionMissing(missing: readonly Tick[]): ApiProblem {
  const codes = missing.map((tick) => tick.code);
  const fixes = missing.flatMap((tick) => (tick.fix ? [tick.fix] : []));
  return new ApiProblem({
    status: 422,
    code: 'permission_missing',
    message: {
      pl: `Kluczowi brakuje uprawnień: ${missing.map((tick) => tick.label.pl).join(', ')}.`,
      en: `The key lacks rights: ${missing.map((tick) => tick.label.en).join(', ')}.`,
    },
    ...(fixes.length === 0 ? {} : { fix: { pl: fixes.map((fix) => fix.pl).join(' '), en: fixes.map((fix) => fix.en).join(' ') } }),
    extra: { missing: codes },
  });
}

/** `confirmable`: the records may be the same ones under a new address; a person can say so. */
export function otherAccount(known: string | null, given: string | null, confirmable: boolean): ApiProblem {
  const fix = confirmable
    ? { pl: 'Jeżeli to ten sam sklep pod nowym adresem, powtórz z "confirmMove": true. W przeciwnym razie utwórz nową integrację.', en: 'If this is the same shop at a new address, repeat with "confirmMove": true. Otherwise create a new integration.' }
    : { pl: 'Pod tymi samymi numerami są tam inne rekordy albo nie ma żadnych. Utwórz nową integrację.', en: 'It has other records under the same numbers, or none. Create a new integration.' };
  return new ApiProblem({
    status: 409,
    code: 'other_account',
    message: { pl: 'Te dane dostępowe prowadzą do innego sklepu niż dotychczasowy.', en: 'These credentials lead to another shop than the one that is connected.' },
    fix,
    extra: { connected: known, given, confirmable },
  });
}

/** A schema names a finer code for what it refuses: `refine(…, { params: { code: 'address_not_allowed' } })`. */
function codeOf(issue: z.core.$ZodIssue): string | null {
  const code = issue.code === 'custom' ? (issue.params as Record<string, unknown> | undefined)?.['code'] : null;
  return typeof code === 'string' ? code : null;
}

/** Credentials that do not fit the platform's schema. */
export function credentialsInvalid(error: z.ZodError): ApiProblem {
  const code = error.issues.map(codeOf).find((found) => found !== null);
  return new ApiProblem({
    status: 422,
    code: code ?? 'credentials_invalid',
    message: { pl: 'Dane dostępowe są niekompletne lub mają zły format.', en: 'The credentials are incomplete or have a wrong format.' },
    fields: fieldProblems(error.issues).map((field) => ({ ...field, path: `credentials.${field.path}` })),
  });
}
