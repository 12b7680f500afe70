/** A person of the demo. Row n is always the same person, whatever the number of rows. */

export interface Person {
  /** Digits, including the country code. */
  phone: string;
  /** The phone in the form in which somebody typed it. */
  typed: string;
  name: string;
  tags: string[];
  values: Record<string, string>;
}

/** The value columns of the demo's file, in order. */
export const VALUE_COLUMNS = ['gender', 'city', 'birthday', 'note'] as const;

/** Country code, start of the number, and number of remaining digits. All are possible numbers of that country. */
const COUNTRIES = [
  { code: '44', begins: '7', digits: 9, cities: ['London', 'Manchester', 'Leeds', 'Bristol'] },
  { code: '34', begins: '6', digits: 8, cities: ['Barcelona', 'Madrid', 'Málaga', 'A Coruña'] },
  { code: '49', begins: '151', digits: 8, cities: ['Berlin', 'München', 'Köln', 'Düsseldorf'] },
  { code: '33', begins: '6', digits: 8, cities: ['Paris', 'Lyon', 'Nîmes', "L'Haÿ-les-Roses"] },
  { code: '55', begins: '119', digits: 8, cities: ['São Paulo', 'Florianópolis', 'Belém'] },
  { code: '48', begins: '5', digits: 8, cities: ['Łódź', 'Kraków', 'Gdańsk'] },
] as const;

const WOMEN = [
  'Jane',
  'Ana',
  'Zoë',
  'María José',
  'Chloé',
  'Agnieszka',
  'Beatriz',
  'Hannah',
  'Siobhán',
  'Jane Marie',
  'Nadia',
  'Ingrid',
];
const MEN = [
  'John',
  'José',
  'Jürgen',
  'François',
  'Łukasz',
  'Thiago',
  'Oliver',
  'Søren',
  'Ahmed',
  'Xavier',
  'Pádraig',
  'Jan',
];
const FAMILIES = [
  'Smith',
  'Thomas',
  'García',
  'Müller',
  "O'Brien",
  'Lefèvre',
  'Nowak',
  'Silva',
  'Ibáñez',
  'Østergård',
  'van der Berg',
  'Çelik',
];
const TAGS = ['dog', 'cat', 'vip', 'newsletter', 'Autumn 2026', 'café'];
const NOTES = [
  'prefers mornings ☀️',
  'asked for a callback, twice',
  'says "call me Jo"',
  'birthday cake 🎂',
  '-10% voucher',
  'größer bitte',
];

/** Person number `index`, from 0. */
export function person(index: number): Person {
  const random = randomFrom(index);
  const country = COUNTRIES[index % COUNTRIES.length]!;
  const isWoman = random() < 0.55;
  const phone = country.code + country.begins + subscriber(index, country.digits);
  const values: Record<string, string> = {};
  if (random() < 0.9) values.gender = isWoman ? 'female' : 'male';
  if (random() < 0.8) values.city = pick(country.cities, random);
  if (random() < 0.3)
    values.birthday = `19${50 + Math.floor(random() * 50)}-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 10)}`;
  if (random() < 0.1) values.note = pick(NOTES, random);
  return {
    phone,
    typed: typed(phone, country.code, random),
    name: `${pick(isWoman ? WOMEN : MEN, random)} ${pick(FAMILIES, random)}`,
    tags: TAGS.filter((_, place) => random() < (place < 2 ? 0.4 : 0.15)),
    values,
  };
}

/** The subscriber number of a person: different for every index, in an order that looks random, below 10^digits. */
function subscriber(index: number, digits: number): string {
  const all = 10 ** digits;
  // A step that shares no factor with 10 reaches every number once.
  return String((index * 7_654_321 + 1_234_567) % all).padStart(digits, '0');
}

function typed(phone: string, code: string, random: () => number): string {
  const rest = phone.slice(code.length);
  const forms = [
    phone,
    `+${phone}`,
    `00${code} ${rest}`,
    `+${code} ${rest.slice(0, 3)} ${rest.slice(3, 6)} ${rest.slice(6)}`,
    `+${code} (${rest.slice(0, 3)}) ${rest.slice(3)}`,
  ];
  return pick(forms, random);
}

function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)]!;
}

/** mulberry32: small, and the same on every machine. */
function randomFrom(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
