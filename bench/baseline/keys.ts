/** The few identity rules the loop needs; values as the service stores them. */
const ALLEGRO = '@allegromail.pl';
const NOT_DIGITS = /[^\d+]/gu;
const POLISH = /^(?:\+48|0048|48)?([4-8]\d{8})$/u;
const MARKS = /\p{Mn}+/gu;

export type KeyType = 'shop_id' | 'email' | 'allegro_address';
/** A joining key. */
export type Key = { readonly type: KeyType; readonly value: string };
/** A key that is only searched by. */
export type Hint = { readonly type: 'phone' | 'allegro_login' | 'email_seen'; readonly value: string };

export function emailKey(email: string): Key {
  const value = email.toLowerCase();
  if (!value.endsWith(ALLEGRO)) return { type: 'email', value };
  const plus = value.indexOf('+');
  return { type: 'allegro_address', value: plus < 0 ? value : value.slice(0, plus) + ALLEGRO };
}

export function phoneHints(phones: readonly string[]): Hint[] {
  return phones.flatMap((phone) => {
    const national = POLISH.exec(phone.replace(NOT_DIGITS, ''))?.[1];
    return national === undefined ? [] : [{ type: 'phone' as const, value: `+48${national}` }];
  });
}

/** Search text: lower case, no diacritics. */
export function fold(value: string): string {
  return value.toLowerCase().replaceAll('ł', 'l').normalize('NFD').replace(MARKS, '');
}
