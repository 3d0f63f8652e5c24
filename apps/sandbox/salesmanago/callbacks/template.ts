/** The address templates a user pastes under Integration Center → Callbacks (sheet section 6). */
import { createHash } from 'node:crypto';

/** How `$email$` gets into the address; not documented, so receivers have to take all. */
export type Encoding = 'percent' | 'plus-raw' | 'raw';

/** `…?email=$email$&key=sha1($email$SECRET)`: the hash is taken over the address as it is, lower-case hex. @param spoil changes what is hashed */
export function evaluated(template: string, email: string, encoding: Encoding, spoil: (text: string) => string = (text) => text): string {
  const hash = (text: string): string => createHash('sha1').update(spoil(text.replaceAll('$email$', () => email)), 'utf8').digest('hex');
  return template.replace(/sha1\((.*?)\)(?=&|#|$)/g, (_, inner: string) => hash(inner)).replaceAll('$email$', () => encoded(email, encoding));
}

function encoded(email: string, encoding: Encoding): string {
  if (encoding === 'raw') return email;
  const text = encodeURIComponent(email);
  return encoding === 'percent' ? text : text.replaceAll('%2B', '+');
}
