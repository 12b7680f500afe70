import type { Random } from '../random.js';

/** The value columns that files and edits have. */
export const VALUE_NAMES = ['city', 'plan', 'note', 'shop', 'birthday', 'points'] as const;

const NAMES = ['Jane', 'José', 'Zoë', 'Søren', 'Łukasz', 'Pádraig', 'María José', 'Jürgen', 'Nadia', 'Ahmed'];
const FAMILIES = ['Smith', 'García', 'Müller', "O'Brien", 'van der Berg', 'Nowak', 'Çelik', 'Ibáñez', 'King, Dr'];
const TAGS = ['dog', 'cat', 'vip', 'newsletter', 'Autumn 2026', 'café'];
const CLUBS = Array.from({ length: 30 }, (_, index) => `club ${index + 1}`);
const CITIES = ['London', 'São Paulo', 'Łódź', 'Málaga', 'Zürich'];
const NOTES = ['prefers mornings ☀️', 'asked for a callback, twice', 'says "call me Jo"', 'größer; bitte', '100% sure'];

const FIRST_PHONE = 34_600_000_000;
/** Past every pool. */
const FIRST_STRANGER = 34_690_000_000;

/** Number `index` of the phones that all accounts draw from. Each is a possible number. */
export function phoneAt(index: number): string {
  return String(FIRST_PHONE + index);
}

/** A possible phone that is in no pool. */
export function strangerAt(index: number): string {
  return String(FIRST_STRANGER + index);
}

/** The name of the contact with this phone when nothing in particular is said about it. */
export function nameAt(index: number): string {
  return `${NAMES[index % NAMES.length]} ${FAMILIES[index % FAMILIES.length]}`;
}

/** The tags that every file gives to the contact with this phone. */
export function tagsAt(index: number): string[] {
  return index % 7 === 0 ? [] : [TAGS[index % TAGS.length]!, CLUBS[index % CLUBS.length]!];
}

/** A value that every file gives to the contact with this phone; null: its cell is blank. */
export function valueAt(name: (typeof VALUE_NAMES)[number], index: number): string | null {
  const turn = index + VALUE_NAMES.indexOf(name);
  return turn % 8 === 0 ? null : name === 'city' ? CITIES[turn % CITIES.length]! : String(turn % 1_000);
}

/** A tag that about one contact of forty has. */
export function randomClub(random: Random): string {
  return random.pick(CLUBS);
}

/** A tag that many contacts have. */
export function randomTag(random: Random): string {
  return random.pick(TAGS);
}

/** None to three tags. */
export function randomTags(random: Random): string[] {
  const tags = new Set<string>();
  for (let left = random.int(0, 2); left > 0; left--) tags.add(randomTag(random));
  if (random.chance(0.7)) tags.add(randomClub(random));
  return [...tags];
}

export function randomValue(name: string, random: Random): string {
  switch (name) {
    case 'city':
      return random.pick(CITIES);
    case 'note':
      return random.pick(NOTES);
    case 'birthday':
      return `${random.int(1940, 2008)}-0${random.int(1, 9)}-${random.int(10, 28)}`;
    default:
      return String(random.int(1, 5_000));
  }
}
