import { fileError } from '#contact-rules';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { FileRefusedError, MAX_ROW_CHARACTERS } from '../row-reader.js';

/** Attributes by their name as written, including the prefix. */
export type Attributes = Record<string, string>;

/** Receives the events of a part of a workbook. An element of a different vocabulary has the name `''`. */
export interface XmlHandler {
  open(name: string, attributes: Attributes): void;
  /**
   * An attribute of the element that is opened next. This is faster than collecting all attributes, because few matter.
   */
  attribute?(name: string, value: string): void;
  text?(text: string): void;
  close?(name: string): void;
  shortcut?: Shortcut;
}

/** How a handler can read elements in an expected form directly from the text, without the parser. */
export interface Shortcut {
  /** Matches the text after which the shortcut is tried; global. */
  after: RegExp;
  /** The elements it reads. They have no prefix, so the vocabulary must be the default name space. */
  names: readonly string[];
  /**
   * Reads as many whole elements as it can.
   * @param from a position after a tag
   * @returns the position at which the parser continues
   */
  take(text: string, from: number): number;
}

/** The two vocabularies of a spreadsheet: the usual one, and that of the strict edition of the standard. */
export const SPREADSHEET = [
  'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
  'http://purl.oclc.org/ooxml/spreadsheetml/main',
];
export const RELATIONSHIPS = ['http://schemas.openxmlformats.org/package/2006/relationships'];

const LETTER_X = 0x78;
const MAX_DEPTH = 256;
const MAX_CACHED_NAMES = 1000;

/** The name space declarations of an element, which apply until it is closed. */
interface Scope {
  depth: number;
  /** For each prefix, whether it stands for the vocabulary. */
  prefixes: Map<string, boolean>;
  names: Map<string, string>;
  outer: Scope | null;
}

/**
 * A streaming XML reader. Memory stays small for any input: it refuses names, attributes, texts and comments that are
 * too long, elements that are nested too deeply, and document type declarations (so no entity is expanded). saxes could
 * resolve name spaces itself, but would take a third longer.
 */
export class XmlReader {
  private readonly parser = new SaxesParser();
  private scope: Scope = { depth: 0, prefixes: new Map(), names: new Map(), outer: null };
  /** The names of the open elements. */
  private readonly open: string[] = [];
  private declaresNames = false;
  /** Characters since the last element was opened or closed. */
  private silent = 0;
  /** The number of characters passed to the parser, and their number up to the end of the last tag. */
  private given = 0;
  private givenUpToTag = 0;

  /** @param vocabulary the name spaces whose elements are read */
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

  /** @throws FileRefusedError at input that is not XML or is made to exhaust resources */
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

/** The value of an attribute of type xsd:boolean; a missing one is false. */
export function isTrue(attribute: string | undefined): boolean {
  return attribute === '1' || attribute === 'true';
}
