import { randomBytes } from 'node:crypto';
import { securityParameterInvalid } from './route.problems.js';

/** As the field of the shop's own panel: at most 16 characters. */
export const SECURITY_PARAMETER_MAX = 16;
/** 12 random bytes are 16 characters of base64url. */
const RANDOM_BYTES = 12;
/** It stands inside an address, as `sha1($email$SECRET)`: these would end it, or be read as something else. */
const BREAKS_ADDRESS = /[\s\p{C}&#%+$()?"<>\\]/u;

export const newSecurityParameter = (): string => randomBytes(RANDOM_BYTES).toString('base64url');

/** @throws ApiProblem 422 with the field; the value is never repeated */
export function checkSecurityParameter(value: string): void {
  const length = [...value].length;
  if (length === 0) {
    throw securityParameterInvalid({ path: 'value', code: 'too_small', message: { pl: 'Podaj co najmniej jeden znak.', en: 'Give at least one character.' } });
  }
  if (length > SECURITY_PARAMETER_MAX) {
    throw securityParameterInvalid({ path: 'value', code: 'too_big', message: { pl: `Najwyżej ${String(SECURITY_PARAMETER_MAX)} znaków.`, en: `At most ${String(SECURITY_PARAMETER_MAX)} characters.` } });
  }
  if (BREAKS_ADDRESS.test(value)) {
    throw securityParameterInvalid({
      path: 'value', code: 'invalid_character',
      message: { pl: 'Bez odstępów i znaków & # % + $ ( ) ? " < > \\, bo parametr jest częścią adresu.', en: 'No blanks and none of & # % + $ ( ) ? " < > \\, because the parameter is part of an address.' },
    });
  }
}
