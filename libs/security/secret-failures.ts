import { Failure } from '#libs/domain/failure.js';

const FIX = {
  pl: 'Administrator usługi powinien przywrócić klucz główny (SZTAFETA_MASTER_KEY albo plik klucza), którym zaszyfrowano dane.',
  en: 'The administrator of the service should bring back the master key (SZTAFETA_MASTER_KEY or the key file) the data was encrypted with.',
};

/** A secret names a master key that this installation does not have (any more). */
export function masterKeyMissing(keyId: string): Failure {
  return new Failure({
    kind: 'configuration_invalid',
    code: 'master_key_missing',
    message: { pl: 'Brakuje klucza głównego, którym zaszyfrowano dane dostępowe.', en: 'The master key that the credentials were encrypted with is missing.' },
    fix: FIX,
    context: { keyId },
  });
}

export function masterKeyMalformed(): Failure {
  return new Failure({
    kind: 'configuration_invalid',
    code: 'master_key_malformed',
    message: { pl: 'Klucz główny musi mieć 32 bajty zapisane w base64 lub szesnastkowo.', en: 'A master key has to be 32 bytes, written in base64 or hex.' },
    fix: FIX,
  });
}

/** The stored bytes were changed, or belong to another row. */
export function secretUnreadable(): Failure {
  return new Failure({
    kind: 'configuration_invalid',
    code: 'secret_unreadable',
    message: { pl: 'Zapisanych danych dostępowych nie da się odczytać.', en: 'The stored credentials cannot be read.' },
    fix: { pl: 'Uwierzytelnij integrację ponownie.', en: 'Authenticate the integration again.' },
  });
}
