/** Invented people: Polish names with diacritics, cities, e-mails and telephones as shops really hold them. */
import type { Random } from '../../common/random.js';

const FEMALE = ['Halina', 'Zofia', 'Bożena', 'Łucja', 'Agnieszka', 'Małgorzata', 'Żaneta', 'Elżbieta', 'Święcisława', 'Irena', 'Danuta', 'Grażyna', 'Wanda', 'Jadwiga', 'Ewa', 'Iwona', 'Róża', 'Kinga'];
const MALE = ['Piotr', 'Jan', 'Łukasz', 'Józef', 'Stanisław', 'Paweł', 'Bogusław', 'Grzegorz', 'Świętosław', 'Michał', 'Żegota', 'Tadeusz', 'Zbigniew', 'Krzysztof', 'Wojciech', 'Rafał', 'Mścisław', 'Kazimierz'];
const SURNAMES = ['Wzorcow', 'Przykładow', 'Zmyślonow', 'Testow', 'Próbn', 'Wymyślon', 'Makietow', 'Szkicow', 'Atrapow', 'Modelow', 'Żartobliw', 'Ćwiczebn', 'Łatkow', 'Piaskownick', 'Źródłow', 'Jaźw', 'Gęślińsk', 'Wróblow'];
const DOUBLE = ['Sowa', 'Wróbel', 'Dzięcioł', 'Żuraw', 'Jaskółka', 'Kos', 'Czapla', 'Bąk'];

export type City = { readonly name: string; readonly postcode: string; readonly country: 'PL' | 'DE' | 'CZ' };

const PLACES: readonly City[] = [
  { name: 'Warszawa', postcode: '00-', country: 'PL' }, { name: 'Kraków', postcode: '30-', country: 'PL' },
  { name: 'Łódź', postcode: '90-', country: 'PL' }, { name: 'Wrocław', postcode: '50-', country: 'PL' },
  { name: 'Poznań', postcode: '60-', country: 'PL' }, { name: 'Gdańsk', postcode: '80-', country: 'PL' },
  { name: 'Szczecin', postcode: '70-', country: 'PL' }, { name: 'Białystok', postcode: '15-', country: 'PL' },
  { name: 'Częstochowa', postcode: '42-', country: 'PL' }, { name: 'Świętochłowice', postcode: '41-', country: 'PL' },
  { name: 'Żywiec', postcode: '34-', country: 'PL' }, { name: 'Zielona Góra', postcode: '65-', country: 'PL' },
  { name: 'Ostrów Wielkopolski', postcode: '63-', country: 'PL' }, { name: 'Jastrzębie-Zdrój', postcode: '44-', country: 'PL' },
];
const ABROAD: readonly City[] = [
  { name: 'Görlitz', postcode: '02', country: 'DE' }, { name: 'Berlin', postcode: '10', country: 'DE' },
  { name: 'Ostrava', postcode: '70', country: 'CZ' }, { name: 'Český Těšín', postcode: '73', country: 'CZ' },
];
const STREETS = ['Zmyślona', 'Przykładowa', 'Wzorcowa', 'Nieistniejąca', 'al. Próbna', 'os. Testowe', 'pl. Makiety', 'Świerszczyka', 'Żółwia', 'Źdźbłowa'];
const COMPANIES = ['Zakład Przykładowy', 'Hurtownia Wzorcowa', 'Fabryka Atrap', 'Biuro Zmyślone', 'Pracownia Źdźbło', 'Warsztat Próbny'];
const FORMS = [' sp. z o.o.', ' S.A.', ' s.c.', ''];
const DOMAINS = ['example.com', 'example.pl', 'poczta.example.pl', 'example.org', 'mail.example.com'];
const PLAIN: Readonly<Record<string, string>> = { ą: 'a', ć: 'c', ę: 'e', ł: 'l', ń: 'n', ó: 'o', ś: 's', ź: 'z', ż: 'z' };

export type Person = { readonly firstname: string; readonly lastname: string; readonly gender: 1 | 2 };

export function person(random: Random): Person {
  const gender = random.chance(0.5) ? 1 : 2;
  const firstname = random.pick(gender === 1 ? MALE : FEMALE);
  if (random.chance(0.25)) return { firstname, lastname: random.pick(DOUBLE), gender };
  const stem = random.pick(SURNAMES);
  return { firstname, lastname: stem + (stem.endsWith('n') ? (gender === 1 ? 'y' : 'a') : gender === 1 ? 'ski' : 'ska'), gender };
}

/** `n` keeps the address unique; some are typed in capitals. */
export function email(random: Random, who: Person, n: number): string {
  const local = `${plain(who.firstname)}.${plain(who.lastname)}${String(n)}`;
  const address = `${local}@${random.pick(DOMAINS)}`;
  return random.chance(0.03) ? address.toUpperCase() : address;
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z]/g, (letter) => PLAIN[letter] ?? '');
}

/** One number in the ways people type it. */
export function phone(random: Random): string {
  const digits = `5${random.text(8, '0123456789')}`;
  const spaced = `${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}`;
  switch (random.int(0, 9)) {
    case 0: return `+48${digits}`;
    case 1: return `+48 ${spaced}`;
    case 2: return `0048${digits}`;
    case 3: return `(48) ${spaced}`;
    case 4: return spaced;
    case 5: return `${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6)}`;
    case 6: return `tel. ${digits}`;
    default: return digits;
  }
}

export function place(random: Random): City {
  if (random.chance(0.06)) {
    const city = random.pick(ABROAD);
    return { ...city, postcode: city.postcode + random.text(3, '0123456789') };
  }
  const city = random.pick(PLACES);
  // Shops let trailing blanks through.
  return { name: random.chance(0.03) ? `${city.name} ` : city.name, postcode: city.postcode + random.text(3, '0123456789'), country: city.country };
}

export function street(random: Random): string {
  const house = String(random.int(1, 180)) + (random.chance(0.1) ? 'A' : '');
  return `${random.pick(STREETS)} ${house}${random.chance(0.4) ? `/${String(random.int(1, 60))}` : ''}`;
}

/** A company name; some carry blanks and control characters pasted from elsewhere. */
export function company(random: Random): string {
  const name = `${random.pick(COMPANIES)} ${String(random.int(1, 999))}${random.pick(FORMS)}`;
  if (random.chance(0.06)) return `\t ${name}  `;
  return random.chance(0.04) ? `${name.slice(0, 6)}\u0007${name.slice(6)}\u000b` : name;
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
