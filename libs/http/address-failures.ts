import { Failure } from '#libs/domain/failure.js';

/** Why an address is refused; part of the failure's context, so that the API and tests can tell the reasons apart. */
export type RefusedFor = 'malformed' | 'scheme' | 'credentials' | 'notation' | 'inner_name' | 'target';

const FIX = {
  pl: 'Podaj publiczny adres sklepu zaczynający się od https:// (lub http://), bez loginu i hasła. Jeśli sklep działa w sieci wewnętrznej, administrator usługi musi dopisać jego adres do SZTAFETA_ALLOW_ADDRESSES.',
  en: 'Give the public address of the shop, starting with https:// (or http://), without a login and password. If the shop runs inside a private network, the administrator of the service has to add its address to SZTAFETA_ALLOW_ADDRESSES.',
};

const MESSAGES = {
  malformed: { pl: 'To nie jest poprawny adres internetowy.', en: 'This is not a valid web address.' },
  scheme: { pl: 'Adres musi zaczynać się od https:// lub http://.', en: 'The address has to start with https:// or http://.' },
  credentials: { pl: 'Adres zawiera login lub hasło.', en: 'The address holds a login or a password.' },
  notation: { pl: 'Adres IP jest zapisany w niedozwolonej postaci.', en: 'The IP address is written in a form that is not allowed.' },
  inner_name: { pl: 'Adres wskazuje na sieć wewnętrzną i nie jest dozwolony.', en: 'The address points into a private network and is not allowed.' },
  target: { pl: 'Adres wskazuje na sieć wewnętrzną i nie jest dozwolony.', en: 'The address points into a private network and is not allowed.' },
} as const;

/** The address itself stays out of the texts: what it resolves to would tell a stranger about the network behind. */
export function addressNotAllowed(reason: RefusedFor): Failure {
  return new Failure({ kind: 'configuration_invalid', code: 'address_not_allowed', message: MESSAGES[reason], fix: FIX, context: { reason } });
}

export function hostNotFound(): Failure {
  return new Failure({
    kind: 'configuration_invalid',
    code: 'host_not_found',
    message: { pl: 'Nie ma takiego adresu: nazwa sklepu nie istnieje w systemie DNS.', en: 'There is no such address: the name of the shop does not exist in the DNS.' },
    fix: { pl: 'Sprawdź, czy adres sklepu jest wpisany bez literówki i czy domena jest opłacona.', en: 'Check the address of the shop for a typing error, and that the domain is still paid for.' },
  });
}

export function hostUnresolved(detail: string): Failure {
  return new Failure({
    kind: 'platform_unavailable',
    code: 'host_unresolved',
    message: { pl: 'Nie udało się teraz ustalić adresu sklepu (DNS nie odpowiada).', en: 'The address of the shop could not be found out now (the DNS does not answer).' },
    fix: { pl: 'Poczekaj; próba zostanie ponowiona. Jeśli to trwa, sprawdź serwery DNS domeny.', en: 'Wait; it will be tried again. If it lasts, check the name servers of the domain.' },
    detail,
  });
}
