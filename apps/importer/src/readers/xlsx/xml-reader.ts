import { fileError } from '#contact-rules';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { FileRefusedError, MAX_ROW_CHARACTERS } from '../row-reader.js';

/** Attributes by their name as written, with its prefix. */
export type Attributes = Record<string, string>;

/** What happens in a part of a workbook. An element of another vocabulary than the one asked for has the name `''`. */
export interface XmlHandler {
  open(name: string, attributes: Attributes): void;
  /** An attribute of the element that is opened next. Taking the few that matter here is faster than looking them up. */
  attribute?(name: string, value: string): void;
  text?(text: string): void;
  close?(name: string): void;
  shortcut?: Shortcut;
}

/** A way of a handler to read, straight from the text, elements that are written as it expects them. */
export interface Shortcut {
  /** Behind which text it may be worth a try; global. */
  after: RegExp;
  /** The elements it reads. Without prefix, they must be of the vocabulary. */
  names: readonly string[];
  /**
   * Reads whole elements as far as it can.
   * @param from a place behind a tag
   * @returns where the parser goes on
   */
  take(text: string, from: number): number;
}

/** The two vocabularies of a spreadsheet: as programs write it, and as the strict edition of the standard has it. */
export const SPREADSHEET = [
  'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
  'http://purl.oclc.org/ooxml/spreadsheetml/main',
];
export const RELATIONSHIPS = ['http://schemas.openxmlformats.org/package/2006/relationships'];

const LETTER_X = 0x78;
const MAX_DEPTH = 256;
const MAX_CACHED_NAMES = 1000;

/** Which names mean what from an element that declares name spaces on, until it is closed. */
interface Scope {
  depth: number;
  /** For each prefix, whether it stands for the vocabulary. */
  prefixes: Map<string, boolean>;
  names: Map<string, string>;
  outer: Scope | null;
}

/**
 * Reads XML from text that comes in pieces. Memory stays small whatever comes: a name, attribute, text or comment
 * without end is refused, as are elements nested without end and document type declarations (so no entity is expanded).
 * saxes could resolve name spaces itself, but takes a third longer then.
 */
export class XmlReader {
  private readonly parser = new SaxesParser();
  private scope: Scope = { depth: 0, prefixes: new Map(), names: new Map(), outer: null };
  /** The names of the open elements. */
  private readonly open: string[] = [];
  private declaresNames = false;
  /** Characters since an element was opened or closed. */
  private silent = 0;
  /** How many characters the parser was given, and how many of them up to the end of the last tag. */
  private given = 0;
  private givenUpToTag = 0;

  /** @param vocabulary the name spaces whose elements are wanted */
  constructor(
    private readonly vocabulary: readonly string[],
    private readonly handler: XmlHandler,
  ) {
    const onText = handler.text?.bind(handler) ?? (() => {});
    const onAttribute = handler.attribute?.bind(handler) ?? (() => {});
    this.parser.on('opentag', (tag) => this.onOpen(tag));
    this.parser.on('text', onText);
    this.parser.on('cdata', onText);
    this.parser.on('closetag', () => this.onClose());
    this.parser.on('attribute', ({ name, value }) => {
      if (name.charCodeAt(0) === LETTER_X && name.startsWith('xmlns')) this.declaresNames = true;
      onAttribute(name, value);
    });
    this.parser.on('doctype', refuseXml);
    this.parser.on('error', refuseXml);
  }

  /** @throws FileRefusedError at what is no XML, or is made to exhaust its reader */
  write(text: string): void {
    const { shortcut } = this.handler;
    if (!shortcut) return this.parse(text);
    for (let at = 0; at < text.length;) {
      if (this.givenUpToTag === this.given && shortcut.names.every((name) => this.nameOf(name) === name)) {
        at = shortcut.take(text, at);
      }
      shortcut.after.lastIndex = at;
      const end = shortcut.after.test(text) ? shortcut.after.lastIndex : text.length;
      if (end > at) this.parse(text.slice(at, end));
      at = end;
    }
  }

  end(): void {
    this.parser.close();
  }

  private parse(text: string): void {
    this.silent += text.length;
    this.given += text.length;
    this.parser.write(text);
    if (this.silent > MAX_ROW_CHARACTERS) throw new FileRefusedError(fileError('row_too_large', {}));
  }

  private onOpen(tag: SaxesTagPlain): void {
    this.onTag();
    if (this.open.length === MAX_DEPTH) refuseXml();
    if (this.declaresNames) this.enterScope(tag.attributes);
    const name = this.nameOf(tag.name);
    this.open.push(name);
    this.handler.open(name, tag.attributes);
  }

  private onTag(): void {
    this.silent = 0;
    this.givenUpToTag = this.parser.position;
  }

  private onClose(): void {
    this.onTag();
    const name = this.open.pop() ?? '';
    this.handler.close?.(name);
    if (this.scope.depth > this.open.length) this.scope = this.scope.outer!;
  }

  private enterScope(attributes: Attributes): void {
    this.declaresNames = false;
    const prefixes = new Map(this.scope.prefixes);
    for (const [name, value] of Object.entries(attributes)) {
      const match = /^xmlns(?::(.*))?$/.exec(name);
      if (match) prefixes.set(match[1] ?? '', this.vocabulary.includes(value.trim()));
    }
    this.scope = { depth: this.open.length + 1, prefixes, names: new Map(), outer: this.scope };
  }

  private nameOf(raw: string): string {
    return this.scope.names.get(raw) ?? this.resolve(raw);
  }

  private resolve(raw: string): string {
    const colon = raw.indexOf(':');
    const isWanted = this.scope.prefixes.get(raw.slice(0, Math.max(colon, 0))) ?? false;
    const name = isWanted ? raw.slice(colon + 1) : '';
    if (this.scope.names.size < MAX_CACHED_NAMES) this.scope.names.set(raw, name);
    return name;
  }
}

function refuseXml(): never {
  throw new FileRefusedError(fileError('broken_workbook', {}));
}

/** An attribute of type xsd:boolean; absent means false. */
export function isTrue(attribute: string | undefined): boolean {
  return attribute === '1' || attribute === 'true';
}
