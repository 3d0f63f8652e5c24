const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//iu;

/** An address as a person types it; https when no scheme is given. Null for other schemes, and with a user or password. */
export function parseAddress(typed: string): URL | null {
  const text = typed.trim();
  const full = SCHEME.test(text) ? text : `https://${text}`;
  if (!URL.canParse(full)) return null;
  const url = new URL(full);
  const plain = (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '';
  return plain && url.hostname !== '' ? url : null;
}

/** Only this machine is reached without TLS: a simulated platform. */
const LOOPBACK = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/u;

/** The origin of whatever address was copied; null when it is none. */
export function normaliseOrigin(text: string): string | null {
  const url = parseAddress(text);
  if (url === null) return null;
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) url.protocol = 'https:';
  return url.origin;
}
