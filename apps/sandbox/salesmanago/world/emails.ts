import { Refused } from '../refused.js';

const ATOM = String.raw`[a-z0-9!#$%&'*+/=?^_\`{|}~-]+`;
const ADDRESS = new RegExp(`^${ATOM}(\\.${ATOM})*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}$`);

/** RFC syntax, local part ≤ 64, total ≤ 254 (sheet section 1); blanks around it are not forgiven. @returns the key: lower case @throws Refused */
export function emailOf(text: string): string {
  const email = text.toLowerCase();
  if (email.length > 254 || email.indexOf('@') > 64 || !ADDRESS.test(email)) throw new Refused('Invalid email address');
  return email;
}
