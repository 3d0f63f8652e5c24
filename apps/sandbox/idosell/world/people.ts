/** Invented people: Polish names with diacritics, cities, e-mails and telephones as shops really hold them. */
import type { Billing } from './model.js';
import type { Random } from '../../common/random.js';

const FEMALE = ['Aleksandra', 'Bożena', 'Łucja', 'Agnieszka', 'Małgorzata', 'Żaneta', 'Elżbieta', 'Irena', 'Grażyna', 'Jadwiga', 'Róża', 'Kinga', 'Święcisława'];
const MALE = ['Piotr', 'Łukasz', 'Józef', 'Stanisław', 'Paweł', 'Grzegorz', 'Michał', 'Zbigniew', 'Krzysztof', 'Wojciech', 'Rafał', 'Mścisław', 'Żegota'];
const STEMS = ['Wzorcow', 'Przykładow', 'Zmyślonow', 'Testow', 'Próbn', 'Wymyślon', 'Makietow', 'Szkicow', 'Modelow', 'Żartobliw', 'Ćwiczebn', 'Źródłow', 'Gęślińsk'];
const PLAIN_NAMES = ['Sowa', 'Wróbel', 'Dzięcioł', 'Żuraw', 'Jaskółka', 'Kos', 'Bąk'];
const CITIES = [
  ['Warszawa', '00-'], ['Kraków', '30-'], ['Łódź', '90-'], ['Wrocław', '50-'], ['Poznań', '60-'], ['Gdańsk', '80-'], ['Częstochowa', '42-'],
  ['Świętochłowice', '41-'], ['Żywiec', '34-'], ['Zielona Góra', '65-'], ['Jastrzębie-Zdrój', '44-'],
] as const;
const ABROAD = [['Görlitz', '02', 'de'], ['Berlin', '10', 'de'], ['Ostrava', '70', 'cz'], ['Český Těšín', '73', 'cz']] as const;
const STREETS = ['ul. Zmyślona', 'Przykładowa', 'ul. Wzorcowa', 'al. Próbna', 'os. Testowe', 'Żółwia', 'Źdźbłowa', 'ul. Lipowa'];
const FIRMS = ['Zakład Przykładowy', 'Hurtownia Wzorcowa', 'Fabryka Atrap', 'Pracownia Źdźbło', 'Warsztat "Próbny" & Syn'];
const FORMS = [' sp. z o.o.', ' S.A.', ' s.c.', ''];
const DOMAINS = ['example.com', 'example.pl', 'poczta.example.pl', 'example.org'];
const PLAIN: Readonly<Record<string, string>> = { ą: 'a', ć: 'c', ę: 'e', ł: 'l', ń: 'n', ó: 'o', ś: 's', ź: 'z', ż: 'z' };

export type Person = { readonly firstName: string; readonly lastName: string; readonly gender: 'male' | 'female' };

export function person(random: Random): Person {
  const gender = random.chance(0.5) ? 'male' : 'female';
  const firstName = random.pick(gender === 'male' ? MALE : FEMALE);
  if (random.chance(0.25)) return { firstName, lastName: random.pick(PLAIN_NAMES), gender };
  const stem = random.pick(STEMS);
  const end = stem.endsWith('n') ? (gender === 'male' ? 'y' : 'a') : stem.endsWith('k') ? (gender === 'male' ? 'i' : 'a') : gender === 'male' ? 'ski' : 'ska';
  return { firstName, lastName: stem + end, gender };
}

/** Lower case letters without diacritics. */
export function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z]/g, (letter) => PLAIN[letter] ?? '');
}

/** `n` keeps the address unique; some are typed in capitals. */
export function email(random: Random, who: Person, n: number): string {
  const address = `${plain(who.firstName)}.${plain(who.lastName)}${String(n)}@${random.pick(DOMAINS)}`;
  return random.chance(0.04) ? address.toUpperCase() : address;
}

/** One mobile number; a dirty one as people type it. */
export function phone(random: Random, dirty: number): string {
  const digits = `5${random.text(8, '0123456789')}`;
  if (!random.chance(dirty)) return random.chance(0.5) ? `+48${digits}` : digits;
  const spaced = `${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}`;
  switch (random.int(0, 7)) {
    case 0: return `+48 ${spaced}`;
    case 1: return `0048${digits}`;
    case 2: return `(48) ${spaced} `;
    case 3: return spaced.replaceAll(' ', '-');
    case 4: return `tel. ${digits}`;
    case 5: return `${spaced} po 16.00`;
    case 6: return 'brak';
    default: return `${digits}/${spaced}`;
  }
}

const NIP_WEIGHTS = [6, 5, 7, 2, 3, 4, 5, 6, 7];

/** Tax number with a right check digit and a prefix no tax office has. */
export function nip(random: Random): string {
  for (;;) {
    const digits = `000${random.text(6, '123456789')}`;
    const check = [...digits].reduce((sum, digit, index) => sum + Number(digit) * (NIP_WEIGHTS[index] ?? 0), 0) % 11;
    if (check === 10) continue;
    const whole = digits + String(check);
    if (random.chance(0.3)) return `PL${whole}`;
    return random.chance(0.3) ? `${whole.slice(0, 3)}-${whole.slice(3, 6)}-${whole.slice(6, 8)}-${whole.slice(8)}` : whole;
  }
}

type Place = Pick<Billing, 'street' | 'zip' | 'city' | 'country'>;

/** Countries are mostly codes in lower case, sometimes in upper case or a name. */
export function place(random: Random): Place {
  const street = `${random.pick(STREETS)} ${String(random.int(1, 180))}${random.chance(0.4) ? `/${String(random.int(1, 60))}` : ''}`;
  if (random.chance(0.06)) {
    const [city, zip, country] = random.pick(ABROAD);
    return { street, city, zip: zip + random.text(3, '0123456789'), country };
  }
  const [city, zip] = random.pick(CITIES);
  return { street, city, zip: zip + random.text(3, '0123456789'), country: random.chance(0.03) ? random.pick(['PL', 'Polska']) : 'pl' };
}

/** @param firm share of firms, or whether it is one */
export function billing(random: Random, who: Person, firm: boolean, dirty: number): Billing {
  return {
    firstName: who.firstName,
    lastName: random.chance(0.02) ? `${who.lastName} ` : who.lastName,
    firm: firm ? `${random.pick(FIRMS)}${random.pick(FORMS)}` : '',
    nip: firm ? nip(random) : '',
    ...place(random),
    phone1: phone(random, dirty),
    phone2: random.chance(0.1) ? `22 ${random.text(3, '0123456789')} ${random.text(2, '0123456789')} 00` : '',
  };
}
