/** One HTTP answer before faults and the network. */
export type Answer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: Buffer };

/** Every answer of the API is HTTP 200, also an error (sheet section 2). */
export function apiAnswer(body: unknown): Answer {
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) };
}

export function success(payload: Readonly<Record<string, unknown>>): Answer {
  return apiAnswer({ status: 'SUCCESS', ...payload });
}

export function failure(code: string, message: string): Answer {
  return apiAnswer({ status: 'ERROR', error_code: code, error_message: message });
}

/** What stands before the API says: a page instead of JSON. */
export function page(status: number, title: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { ...headers, 'Content-Type': 'text/html' }, body: Buffer.from(`<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`) };
}
