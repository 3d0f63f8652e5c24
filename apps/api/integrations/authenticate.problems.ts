import type { z } from 'zod';
import type { Tick } from '#libs/connectors/sdk/check.js';
import { isFailure } from '#libs/domain/failure.js';
import type { AddressGuard } from '#libs/http/address-guard.js';
import { failureProblem } from '../http/failure-problem.js';
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
    : { pl: 'Pod tymi samymi numerami są tam inni klienci. Utwórz nową integrację.', en: 'It has other customers under the same numbers. Create a new integration.' };
  return new ApiProblem({
    status: 409,
    code: 'other_account',
    message: { pl: 'Te dane dostępowe prowadzą do innego sklepu niż dotychczasowy.', en: 'These credentials lead to another shop than the one that is connected.' },
    fix,
    extra: { connected: known, given, confirmable },
  });
}

/**
 * Credentials that do not fit the platform's schema. A wrong shop address is named as such even when the schema noticed
 * it first, so that callers meet one code for it.
 */
export async function credentialsInvalid(error: z.ZodError, given: Record<string, unknown>, guard: AddressGuard): Promise<ApiProblem> {
  const fields = fieldProblems(error.issues);
  const paths = [...new Set(error.issues.map((issue) => issue.path[0]))];
  for (const path of paths) {
    const value = given[String(path)];
    if (typeof value !== 'string' || !/^[a-z][a-z\d+.-]*:/iu.test(value)) continue;
    try {
      await guard.checkUrl(value);
    } catch (thrown) {
      if (isFailure(thrown)) return failureProblem(thrown);
      throw thrown;
    }
  }
  return new ApiProblem({
    status: 422,
    code: 'credentials_invalid',
    message: { pl: 'Dane dostępowe są niekompletne lub mają zły format.', en: 'The credentials are incomplete or have a wrong format.' },
    fields: fields.map((field) => ({ ...field, path: `credentials.${field.path}` })),
  });
}
