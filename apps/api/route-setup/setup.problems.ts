import { ApiProblem } from '../http/problem.js';

export function addressesMissing(): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'route_addresses_missing',
    message: { pl: 'Ta trasa nie ma adresów ani parametru zabezpieczającego.', en: 'This route has no addresses or no security parameter.' },
    fix: { pl: 'Ustaw parametr zabezpieczający (PUT /routes/{id}/security-parameter) albo utwórz trasę od nowa.', en: 'Set the security parameter (PUT /routes/{id}/security-parameter), or create the route anew.' },
  });
}
