import { fileError } from '#contact-rules';
import { isAscii } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { FileRefusedError } from '../row-reader.js';

/**
 * Decodes a part of a workbook: UTF-8, or UTF-16 when it starts with a byte order mark. Chunks may split characters.
 * @throws FileRefusedError at bytes that are neither
 */
export class XmlText {
  private decoder: TextDecoder | null = null;
  private isUtf8 = true;
  /** The last bytes may be the start of a character. */
  private isPending = false;

  decode(bytes: Buffer): string {
    this.decoder ??= this.createDecoder(bytes);
    // Most text is ASCII. Decoding it as Latin-1 takes half the memory and time.
    if (this.isUtf8 && !this.isPending && isAscii(bytes)) return bytes.toString('latin1');
    this.isPending = !this.isUtf8 || bytes.at(-1)! >= 0x80;
    return this.orRefuse((decoder) => decoder.decode(bytes, { stream: true }));
  }

  end(): string {
    return this.orRefuse((decoder) => decoder.decode());
  }

  private createDecoder(head: Buffer): TextDecoder {
    const mark = head.length >= 2 ? head.readUInt16BE(0) : 0;
    this.isUtf8 = mark !== 0xfffe && mark !== 0xfeff;
    // The XML reader removes the byte order mark.
    return new TextDecoder(this.isUtf8 ? 'utf-8' : mark === 0xfffe ? 'utf-16le' : 'utf-16be', {
      fatal: true,
      ignoreBOM: true,
    });
  }

  private orRefuse(decode: (decoder: TextDecoder) => string): string {
    try {
      return this.decoder === null ? '' : decode(this.decoder);
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
      throw new FileRefusedError(fileError('broken_workbook', {}));
    }
  }
}
