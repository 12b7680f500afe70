import { fileError } from '#contact-rules';
import { FileRefusedError, MAX_ROW_CHARACTERS } from '../row-reader.js';
import { readXml } from './read-xml.js';
import type { StringStore } from './string-store.js';
import { unescapeText } from './unescape-text.js';
import { SPREADSHEET } from './xml-reader.js';
import type { ZipPackage } from './zip-package.js';

/** Reads the texts that cells refer to by index. Yields to its caller at intervals. */
export async function* readSharedStrings(
  zip: ZipPackage,
  part: string | null,
  strings: StringStore,
): AsyncGenerator<void> {
  if (part === null || !zip.has(part)) return;
  const text = new RichText();
  const handler = {
    open: (name: string) => text.open(name),
    text: (piece: string) => text.add(piece),
    close(name: string) {
      text.close(name);
      if (name === 'si') strings.add(text.take());
    },
  };
  for await (const _ of readXml(zip.read(part), SPREADSHEET, handler)) {
    await strings.settle();
    yield;
  }
  await strings.finish();
}

/** Joins the text of a string from its runs, without the phonetic text (`rPh`). */
class RichText {
  private text = '';
  private isInText = false;
  private isInPhonetic = false;

  open(name: string): void {
    if (name === 't') this.isInText = !this.isInPhonetic;
    else if (name === 'rPh') this.isInPhonetic = true;
  }

  add(piece: string): void {
    if (!this.isInText) return;
    this.text += piece;
    if (this.text.length > MAX_ROW_CHARACTERS) throw new FileRefusedError(fileError('row_too_large', {}));
  }

  close(name: string): void {
    if (name === 't') this.isInText = false;
    else if (name === 'rPh') this.isInPhonetic = false;
  }

  take(): string {
    const text = unescapeText(this.text);
    this.text = '';
    return text;
  }
}
