/** One HTTP answer before faults and the network. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

export function jsonAnswer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: Buffer.from(JSON.stringify(body)) };
}

export function htmlAnswer(status: number, title: string, headers: Readonly<Record<string, string>> = {}): Answer {
  const page = `<!DOCTYPE html>\n<html lang="pl"><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return { status, headers: { ...headers, 'Content-Type': 'text/html; charset=utf-8' }, body: Buffer.from(page) };
}

/** The platform's fault envelope, alone: no list, no paging. */
export function faultAnswer(code: number, text: string, status = 207): Answer {
  return jsonAnswer(status, { errors: { faultCode: code, faultString: text } });
}

/** "Nothing found" is a fault as well. @param what as in `Wyszukiwarka zamówień` */
export function emptyAnswer(what: string): Answer {
  return faultAnswer(2, `${what}: zwrócono pusty wynik`);
}

/** A refusal with the reason in `x-error`: UTF-8 bytes in a header, which HTTP libraries read as Latin-1. */
export function refusal(status: number, text: string, body: unknown = { errors: [] }): Answer {
  return jsonAnswer(status, body, { 'x-error': Buffer.from(text, 'utf8').toString('latin1') });
}
