import type { FieldType } from '#libs/domain/words.js';
import { ApiProblem } from '../http/problem.js';

export function fieldMissing(setting: string, key: string): ApiProblem {
  return new ApiProblem({
    status: 422,
    code: 'custom_field_missing',
    message: { pl: `Pole dodatkowe „${key}” nie istnieje.`, en: `The custom field "${key}" does not exist.` },
    fix: { pl: 'Utwórz je najpierw (POST /custom-fields) albo wybierz inne.', en: 'Create it first (POST /custom-fields) or choose another.' },
    extra: { setting, field: key },
  });
}

export function fieldWrongType(setting: string, key: string, needed: FieldType, found: FieldType): ApiProblem {
  return new ApiProblem({
    status: 422,
    code: 'custom_field_type',
    message: { pl: `Pole dodatkowe „${key}” ma typ ${found}, a potrzebny jest typ ${needed}.`, en: `The custom field "${key}" has the type ${found}; ${needed} is needed.` },
    fix: { pl: `Wybierz lub utwórz pole typu ${needed}.`, en: `Choose or create a field of the type ${needed}.` },
    extra: { setting, field: key, needed, found },
  });
}

export function fieldTaken(setting: string, key: string, holder: { readonly id: string; readonly name: string } | null): ApiProblem {
  const by = { pl: holder === null ? 'inną integrację' : `integrację „${holder.name}”`, en: holder === null ? 'another integration' : `the integration "${holder.name}"` };
  return new ApiProblem({
    status: 409,
    code: 'custom_field_taken',
    message: { pl: `Pole „${key}” jest już polem ID używanym przez ${by.pl}.`, en: `The field "${key}" is already the ID field of ${by.en}.` },
    fix: { pl: 'Każda integracja potrzebuje własnego pola ID.', en: 'Each integration needs an ID field of its own.' },
    extra: { setting, field: key, integration: holder === null ? null : { id: holder.id, name: holder.name } },
  });
}
