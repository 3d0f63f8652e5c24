import { json, type Answer } from '../answer.js';

/** 400 `{"error_message": "…"}` (sheet section 10). */
export class BadRequest extends Error {}

export type Problem = { readonly loc: readonly (string | number)[]; readonly kind: keyof typeof TEXTS; /** What was sent. */ readonly input: unknown; readonly allowed?: readonly string[] };

/** 422 of FastAPI: what was sent does not have the declared type. */
export class Invalid extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super('Invalid');
  }
}

/** Odoo or its database broke. */
export class Broken extends Error {}

/** By kind: message and type of pydantic 1, then of 2. */
const TEXTS = {
  integer: ['value is not a valid integer', 'type_error.integer', 'Input should be a valid integer, unable to parse string as an integer', 'int_parsing'],
  date: ['invalid datetime format', 'value_error.datetime', 'Input should be a valid datetime or date, invalid character in year', 'datetime_from_date_parsing'],
  enum: ['value is not a valid enumeration member; permitted: ', 'type_error.enum', 'Input should be ', 'enum'],
  missing: ['field required', 'value_error.missing', 'Field required', 'missing'],
  list: ['value is not a valid list', 'type_error.list', 'Input should be a valid list', 'list_type'],
  object: ['value is not a valid dict', 'type_error.dict', 'Input should be a valid dictionary', 'dict_type'],
  json: ['Expecting value: line 1 column 1 (char 0)', 'value_error.jsondecode', 'JSON decode error', 'json_invalid'],
  limit: ['ensure this value is less than or equal to the limit', 'value_error.number.not_le', 'Input should be less than or equal to the limit', 'less_than_equal'],
} as const;

/** @param pydantic generation; 2 gives back what was sent, whatever it is */
export function invalidAnswer(problems: readonly Problem[], pydantic: 1 | 2): Answer {
  return json(422, {
    detail: problems.map(({ loc, kind, input, allowed = [] }) => {
      const [msg1, type1, msg2, type2] = TEXTS[kind];
      const list = allowed.map((one) => `'${one}'`).join(', ');
      return pydantic === 1 ? { loc, msg: msg1 + list, type: type1 } : { type: type2, loc, msg: msg2 + list, input };
    }),
  });
}
