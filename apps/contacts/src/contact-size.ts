import type { ContactState } from '#contact-rules';

/** For the phone, the revision, who changed it, and the punctuation of JSON. */
const FIXED_BYTES = 250;
/** For the mark "do not contact" without its reason. */
const OPT_OUT_BYTES = 170;
/** `{"name":"","value":""},` */
const PER_VALUE_BYTES = 24;

/**
 * About how many bytes a contact takes in an event. There, each character that is not ASCII takes six bytes
 * (persistence, `toAsciiJson`).
 */
export function bytesOf({ name, tags, values, optOut }: ContactState): number {
  let bytes = FIXED_BYTES + bytesOfText(name);
  if (optOut) bytes += OPT_OUT_BYTES + bytesOfText(optOut.reason ?? '');
  for (const tag of tags) bytes += 3 + bytesOfText(tag);
  for (const { name, value } of values) bytes += PER_VALUE_BYTES + bytesOfText(name) + bytesOfText(value);
  return bytes;
}

/** A character that is not ASCII has at least one byte more than UTF-16 units, and takes five bytes more than one. */
function bytesOfText(text: string): number {
  const units = text.length;
  return units + 5 * (Buffer.byteLength(text) - units);
}

/**
 * Splits contacts into groups, in order.
 * @param maxBytes a group has no more, unless it is a single contact
 */
export function groupsBySize<C extends ContactState>(contacts: readonly C[], maxBytes: number): C[][] {
  const groups: C[][] = [];
  let room = 0;
  for (const contact of contacts) {
    const bytes = bytesOf(contact);
    if (bytes > room) {
      groups.push([]);
      room = maxBytes;
    }
    groups.at(-1)!.push(contact);
    room -= bytes;
  }
  return groups;
}
