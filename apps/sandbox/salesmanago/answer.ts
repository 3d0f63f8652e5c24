/** One HTTP answer before faults and the network. */
export type Answer = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: Buffer };

export function jsonAnswer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { ...headers, 'Content-Type': 'application/json;charset=UTF-8' }, body: Buffer.from(JSON.stringify(body)) };
}

/** What a proxy in front of the system says. */
export function htmlAnswer(status: number, title: string, headers: Readonly<Record<string, string>> = {}): Answer {
  const page = `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><center><h1>${title}</h1></center></body></html>\n`;
  return { status, headers: { ...headers, 'Content-Type': 'text/html; charset=utf-8' }, body: Buffer.from(page) };
}

/** A refused request is HTTP 200 (sheet section 2). */
export function failure(text: string): Answer {
  return jsonAnswer(200, { success: false, message: [text] });
}

/** Too many requests; neither body nor headers are documented for API v2 (sheet section 2). */
export function tooMany(retryAfter?: number | string): Answer {
  return htmlAnswer(429, '429 Too Many Requests', retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) });
}
