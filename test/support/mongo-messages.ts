import { BSON, type Document } from 'mongodb';

/** MongoDB's wire protocol, as far as a relay needs it: messages, and the one document of each that says what it is. */

/** Every command and answer; only a driver's first `hello` comes, and is answered, in the form of before. */
const OP_MSG = 2013;
const OP_QUERY = 2004;
const OP_REPLY = 1;
/** The first number of a message: its own length. */
const LENGTH_BYTES = 4;
const HEADER_BYTES = 16;
/** Where the document of an OP_REPLY begins. */
const REPLY_BYTES = 36;

/** Numbers and binary data stay what they are, so that a document can be written again as it was. */
const AS_IT_IS = { promoteValues: false } as const;

/** Cuts a stream of bytes into messages. */
export class MessageCutter {
  /** Joined only when they are a whole message, because one may be of many megabytes. */
  private pieces: Buffer[] = [];
  private length = 0;
  /** How many bytes the pieces must have before it is worth a look. */
  private needed = LENGTH_BYTES;

  /** The messages that these bytes complete. */
  *cut(bytes: Buffer): Generator<Buffer> {
    this.pieces.push(bytes);
    this.length += bytes.length;
    if (this.length < this.needed) return;
    let rest = this.pieces.length === 1 ? bytes : Buffer.concat(this.pieces);
    this.needed = neededFor(rest);
    while (rest.length >= this.needed && rest.length >= LENGTH_BYTES) {
      yield rest.subarray(0, this.needed);
      rest = rest.subarray(this.needed);
      this.needed = neededFor(rest);
    }
    this.pieces = rest.length === 0 ? [] : [rest];
    this.length = rest.length;
  }
}

/** The length of the message that begins here. */
const neededFor = (bytes: Buffer): number => (bytes.length < LENGTH_BYTES ? LENGTH_BYTES : bytes.readInt32LE(0));

export const requestIdOf = (message: Buffer): number => message.readInt32LE(4);
export const respondsTo = (message: Buffer): number => message.readInt32LE(8);

/** The command or the answer in a message. Long lists of documents, such as those of an insert, are not in it. */
export function documentOf(message: Buffer): Document {
  const start = documentStart(message);
  return BSON.deserialize(message.subarray(start, start + message.readInt32LE(start)), AS_IT_IS);
}

/** The first of the documents that a message has in a list of its own, such as those of an insert; null: there is none. */
export function firstListed(message: Buffer): Document | null {
  if (message.readInt32LE(12) !== OP_MSG || message[HEADER_BYTES + 4] !== 1) return null;
  // The length of the list, and the name of the field that it stands for.
  const start = message.indexOf(0, HEADER_BYTES + 9) + 1;
  return BSON.deserialize(message.subarray(start, start + message.readInt32LE(start)), AS_IT_IS);
}

/** A command with this document. */
export function messageWith(document: Document): Buffer {
  const bson = BSON.serialize(document);
  const message = Buffer.alloc(HEADER_BYTES + 5);
  message.writeInt32LE(message.length + bson.length, 0);
  message.writeInt32LE(OP_MSG, 12);
  return Buffer.concat([message, bson]);
}

/** An answer to a command. */
export function answerTo(command: Buffer, document: Document): Buffer {
  const answer = messageWith(document);
  answer.writeInt32LE(requestIdOf(command), 8);
  return answer;
}

/** The same answer with another document. */
export function withDocument(answer: Buffer, document: Document): Buffer {
  const start = documentStart(answer);
  const message = Buffer.concat([answer.subarray(0, start), BSON.serialize(document)]);
  message.writeInt32LE(message.length, 0);
  return message;
}

function documentStart(message: Buffer): number {
  const kind = message.readInt32LE(12);
  if (kind === OP_REPLY) return REPLY_BYTES;
  // Flags, the name of the collection, and two numbers.
  if (kind === OP_QUERY) return message.indexOf(0, HEADER_BYTES + 4) + 9;
  if (kind !== OP_MSG) throw new Error(`the relay cannot read messages of kind ${kind}`);
  let start = HEADER_BYTES + 4;
  // A section of kind 1 is a list of documents, and begins with its length.
  while (message[start] === 1) start += 1 + message.readInt32LE(start + 1);
  return start + 1;
}
