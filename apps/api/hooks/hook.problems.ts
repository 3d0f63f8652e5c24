import { ApiProblem } from '../http/problem.js';

const REMEDY = {
  pl: 'Ustaw zmienną PUBLIC_URL na adres, pod którym to API widać z internetu (np. https://sztafeta.example.com), i uruchom API ponownie.',
  en: 'Set the variable PUBLIC_URL to the address at which this API is reached from the internet (such as https://sztafeta.example.com) and start the API again.',
};

export function publicUrlMissing(): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'public_url_missing',
    message: { pl: 'Nie wiadomo, pod jakim adresem to API widać z zewnątrz.', en: 'It is not known at which address others are to reach this API.' },
    fix: REMEDY,
  });
}

export function publicUrlLoopback(): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'public_url_loopback',
    message: { pl: 'PUBLIC_URL wskazuje na tę samą maszynę (localhost), więc nikt z zewnątrz nie dosięgnie tego API.', en: 'PUBLIC_URL points to this very machine (localhost), so nobody outside can reach this API.' },
    fix: REMEDY,
  });
}

export function publicUrlInternal(): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'public_url_internal',
    message: { pl: 'PUBLIC_URL to nazwa bez domeny, znana tylko we własnej sieci, więc nikt w internecie nie dosięgnie tego API.', en: 'PUBLIC_URL is a name without a domain, known only in its own network, so nobody on the internet can reach this API.' },
    fix: REMEDY,
  });
}

export function webhooksNotSupported(platform: string): ApiProblem {
  return new ApiProblem({
    status: 404,
    code: 'webhooks_not_supported',
    message: { pl: `Platforma ${platform} nie wysyła webhooków; zmiany przychodzą z odpytywaniem.`, en: `The platform ${platform} sends no webhooks; changes come with polling.` },
  });
}

export function webhookFileNotSupported(platform: string): ApiProblem {
  return new ApiProblem({
    status: 404,
    code: 'webhook_file_not_supported',
    message: { pl: `Platforma ${platform} nie przyjmuje webhooków z pliku.`, en: `The platform ${platform} takes no webhooks from a file.` },
    fix: { pl: 'Dodaj webhooki według kroków z GET /integrations/{id}/webhooks.', en: 'Add the webhooks by the steps of GET /integrations/{id}/webhooks.' },
  });
}
