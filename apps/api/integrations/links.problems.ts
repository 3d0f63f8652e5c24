import type { z } from 'zod';
import { ApiProblem } from '../http/problem.js';
import { fieldProblems } from '../http/validation.pipe.js';

export function templateUnknown(names: readonly string[]): ApiProblem {
  return new ApiProblem({
    status: 422,
    code: 'settings_unknown',
    message: { pl: `Ta platforma nie ma ustawienia: ${names.join(', ')}.`, en: `This platform has no setting: ${names.join(', ')}.` },
    fix: { pl: 'Pomiń je; odnośniki powstają tu z innych ustawień.', en: 'Leave it out; links are made from other settings here.' },
  });
}

/** Paths are those of the settings, so that a form can show the problem beside the field it saves. */
export function templateInvalid(issues: readonly z.core.$ZodIssue[]): ApiProblem {
  return new ApiProblem({
    status: 422,
    code: 'settings_invalid',
    message: { pl: 'Tego wzoru nie można użyć.', en: 'This template cannot be used.' },
    fields: fieldProblems(issues).map((field) => ({ ...field, path: `settings.${field.path}` })),
  });
}
