/** Limits of contact addresses: local part 64, whole address 254 characters (sheet section 1). */
const LONGEST_LOCAL = 64;
const LONGEST_ADDRESS = 254;

/** RFC 5321: a dot-string and a domain name with a letter ending; quoted local parts and address literals are nobody's mailbox. */
const ADDRESS = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/iu;

/** Why an address cannot be a contact; null: it can. */
export function refuseAddress(address: string): 'address_invalid' | 'address_too_long' | null {
  const at = address.lastIndexOf('@');
  if (at < 1 || at === address.length - 1) return 'address_invalid';
  if (address.length > LONGEST_ADDRESS || at > LONGEST_LOCAL) return 'address_too_long';
  return ADDRESS.test(address) ? null : 'address_invalid';
}
