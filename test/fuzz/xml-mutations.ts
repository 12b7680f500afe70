import type { Random } from '../../chaos/random.js';

/** What readers may misread in an attribute or a text of a workbook. */
const VALUES = [
  ...['', ' ', '0', '-0', '1', '-1', '2', '00', '1.5', '1e9', '1e-320', '1e999', 'NaN', '0x1', '65535', '4294967295'],
  ...['9007199254740993', '16384', '16385', '1048576', '1048577', '34600111222', '+34 600 111 222', '3.46E+10'],
  ...['A1', 'A0', 'a1', 'XFD1', 'XFE1', 'ZZZZZ1', 'A1048577', '1A', 'A1:XFD1048576', 'B1:A1'],
  ...['s', 'str', 'inlineStr', 'b', 'd', 'e', 'n', 'shared', 'array', 'true', 'false', 'hidden', 'veryHidden'],
  ...['rId1', 'rIdS', 'rIdT', 'rId99', '../workbook.xml', '/xl/worksheets/sheet1.xml', 'sheet1.xml', 'http://x/'],
  ...['id', 'name', 'tags', 'opt_out', 'yes', 'yyyy-mm-dd', '[h]:mm', '@', '0.00E+00', '#,##0;[Red]-#,##0;"x";@'],
  ...['&amp;', '&#65;', '&#x10FFFF;', '&lt;c&gt;', '_x000D_', '_x0000_', '_x005F_x0000_', 'preserve', '=1+1'],
  ...['\u2028', '\ufeff', '😀', 'e\u0301', '\t', '\n', '\r\n', '__proto__', 'constructor'],
];
/** What is put between elements. */
const PIECES = [
  ...['<!---->', '<![CDATA[<c/>]]>', '<?x y?>', '<row/>', '<row r="1"><c r="A1"><v>1</v></c></row>', '<c/>', '<v/>'],
  ...['<c t="s"><v>0</v></c>', '<c t="s"><v>-1</v></c>', '<c t="s"><v>4294967296</v></c>', '<c s="99"><v>1</v></c>'],
  ...['<c t="inlineStr"><is><t>x</t><r><t>y</t></r><rPh><t>z</t></rPh></is></c>', '<c t="e"><v>#N/A</v></c>'],
  ...['<c t="d"><v>2026-11-30</v></c>', '<si><t>x</t></si>', '<t xml:space="preserve"> x </t>'],
  ...['<mergeCell ref="A1:B2"/>', '<xf numFmtId="14"/>', '<numFmt numFmtId="164" formatCode="d"/>'],
  ...['<sheet name="Another" sheetId="2" r:id="rId1"/>', '<x:c xmlns:x="y"><x:v>1</x:v></x:c>'],
  ...['<mc:AlternateContent><mc:Choice/><mc:Fallback/></mc:AlternateContent>'],
];
/** What no document may have. */
const WRONG = [
  ...['&#0;', '&#x1F;', '&#xD800;', '&unknown;', '\ufffe', '\0', '\x1f', ']]>', '<!-- -- -->', '<', '&'],
  ...['<?xml version="1.0"?>', '<!DOCTYPE x>', '<!DOCTYPE x [<!ENTITY a "b">]>', '&a;', '</row>', '<row', 'x="'],
];
const HOW_MANY = [1, 1, 1, 2, 2, 3];
const MOST_COPIES = 300;
const LARGEST = 512 * 1024;
const NAME = /^<\/?([^\s/>]+)/;
const ATTRIBUTE = /([\w:.-]+)="([^"]*)"/g;

/** A document as tags and the texts between them. */
type Tokens = string[];

/**
 * The same document with some elements, attributes and texts changed. Mostly it stays well-formed, so that a reader comes
 * to what is in it.
 */
export function mutateXml(xml: string, random: Random): string {
  let tokens: Tokens = xml.match(/<[^>]*>|[^<]+/g) ?? [];
  for (let times = random.pick(HOW_MANY); times > 0 && tokens.length > 0; times--)
    tokens = random.pick(MUTATIONS)(tokens, random);
  return tokens.join('').slice(0, LARGEST);
}

const MUTATIONS: ((tokens: Tokens, random: Random) => Tokens)[] = [
  changeAttribute,
  changeAttribute,
  dropOrRepeatAttribute,
  changeText,
  changeText,
  renameElement,
  dropElement,
  repeatElement,
  moveElement,
  insertPiece,
  wrapElement,
  dropToken,
];

function changeAttribute(tokens: Tokens, random: Random): Tokens {
  return changeOne(tokens, random, hasAttributes, (tag) => {
    const chosen = random.pick([...tag.matchAll(ATTRIBUTE)]);
    const value = random.chance(0.3) ? someValue(tokens, random) : random.pick(VALUES);
    return `${tag.slice(0, chosen.index)}${chosen[1]}="${value}"${tag.slice(chosen.index + chosen[0].length)}`;
  });
}

function dropOrRepeatAttribute(tokens: Tokens, random: Random): Tokens {
  return changeOne(tokens, random, hasAttributes, (tag) => {
    const { 0: whole, index } = random.pick([...tag.matchAll(ATTRIBUTE)]);
    const now = random.pick(['', `${whole} ${whole}`, whole.toUpperCase(), `x:${whole}`, whole.replaceAll('"', "'")]);
    return tag.slice(0, index) + now + tag.slice(index + whole.length);
  });
}

function changeText(tokens: Tokens, random: Random): Tokens {
  const isText = (token: string) => !token.startsWith('<');
  return changeOne(tokens, random, isText, (text) =>
    random.pick([random.pick(VALUES), text + random.pick(VALUES), random.pick(WRONG), text.repeat(random.int(2, 50))]),
  );
}

/** Its beginning and its end, so that it stays well-formed. */
function renameElement(tokens: Tokens, random: Random): Tokens {
  const [from, to] = someElement(tokens, random);
  const other = NAME.exec(random.pick(tokens))?.[1] ?? 'x';
  const renamed = (tag: string) => tag.replace(/^(<\/?)[^\s/>]+/, `$1${random.chance(0.1) ? `x:${other}` : other}`);
  const changed = [...tokens];
  changed[from] = renamed(tokens[from]!);
  if (to - 1 > from) changed[to - 1] = `</${NAME.exec(changed[from])?.[1] ?? 'x'}>`;
  return changed;
}

function dropElement(tokens: Tokens, random: Random): Tokens {
  const [from, to] = someElement(tokens, random);
  return [...tokens.slice(0, from), ...tokens.slice(to)];
}

function repeatElement(tokens: Tokens, random: Random): Tokens {
  const [from, to] = someElement(tokens, random);
  const element = tokens.slice(from, to);
  const room = Math.max(1, Math.floor(LARGEST / Math.max(1, element.join('').length)));
  const copies = random.chance(0.9) ? random.int(1, 3) : Math.min(room, random.int(4, MOST_COPIES));
  return [...tokens.slice(0, to), ...Array.from({ length: copies }, () => element).flat(), ...tokens.slice(to)];
}

function moveElement(tokens: Tokens, random: Random): Tokens {
  const [from, to] = someElement(tokens, random);
  const rest = [...tokens.slice(0, from), ...tokens.slice(to)];
  const at = random.int(0, rest.length);
  return [...rest.slice(0, at), ...tokens.slice(from, to), ...rest.slice(at)];
}

function insertPiece(tokens: Tokens, random: Random): Tokens {
  const at = random.int(0, tokens.length);
  return [...tokens.slice(0, at), random.pick(random.chance(0.9) ? PIECES : WRONG), ...tokens.slice(at)];
}

function wrapElement(tokens: Tokens, random: Random): Tokens {
  const [from, to] = someElement(tokens, random);
  const name = NAME.exec(random.pick(tokens))?.[1] ?? 'x';
  const depth = random.chance(0.9) ? 1 : random.int(2, MOST_COPIES);
  const around = (tag: string) => Array.from({ length: depth }, () => tag);
  return [
    ...tokens.slice(0, from),
    ...around(`<${name}>`),
    ...tokens.slice(from, to),
    ...around(`</${name}>`),
    ...tokens.slice(to),
  ];
}

/** This leaves most documents broken. */
function dropToken(tokens: Tokens, random: Random): Tokens {
  const at = random.int(0, tokens.length - 1);
  return [...tokens.slice(0, at), ...tokens.slice(at + 1)];
}

function changeOne(
  tokens: Tokens,
  random: Random,
  may: (token: string) => boolean,
  change: (token: string) => string,
): Tokens {
  const places = tokens.flatMap((token, at) => (may(token) ? [at] : []));
  if (places.length === 0) return insertPiece(tokens, random);
  const at = random.pick(places);
  return [...tokens.slice(0, at), change(tokens[at]!), ...tokens.slice(at + 1)];
}

function hasAttributes(token: string): boolean {
  return token.startsWith('<') && token.search(ATTRIBUTE) >= 0;
}

/** The value of an attribute somewhere else in the document. */
function someValue(tokens: Tokens, random: Random): string {
  const tags = tokens.filter(hasAttributes);
  return random.pick([...random.pick(tags).matchAll(ATTRIBUTE)])[2]!;
}

/** From its beginning to behind its end. What has no end is a tag alone. */
function someElement(tokens: Tokens, random: Random): [from: number, to: number] {
  const begins = tokens.flatMap((token, at) => (/^<[^/?!]/.test(token) ? [at] : []));
  if (begins.length === 0) return [0, 1];
  const from = random.pick(begins);
  if (tokens[from]!.endsWith('/>')) return [from, from + 1];
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (/^<[^/?!].*[^/]>$|^<[^/?!]>$/s.test(token)) depth++;
    if (token.startsWith('</') && --depth === 0) return [from, at + 1];
  }
  return [from, from + 1];
}
