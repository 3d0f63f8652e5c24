import { ApiProblem } from '../http/problem.js';

export function subscribersNotSent(): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'subscribers_not_sent',
    message: {
      pl: 'Trasa przekazuje tylko osoby, które wyraziły zgodę („consented”), a zapis na newsletter nie jest tą zgodą. Subskrybenci bez konta nie są w tym zakresie przekazywani w żaden sposób, także plikiem.',
      en: 'The route sends only persons who consented ("consented"), and joining a newsletter is not that consent. In this scope subscribers without an account are sent in no way, a file included.',
    },
    fix: { pl: 'Jeżeli chcesz przekazywać także subskrybentów bez konta, zmień zakres trasy na „everyone”.', en: 'If subscribers without an account are to be sent as well, change the scope of the route to "everyone".' },
  });
}

export function partUnknown(parts: number): ApiProblem {
  return new ApiProblem({
    status: 404,
    code: 'part_unknown',
    message: { pl: `Plik ma tyle części: ${String(parts)}.`, en: `The number of parts of the file is ${String(parts)}.` },
    extra: { parts },
  });
}
