/** The file of a frozen audience: a header and one phone per line. Phones are digits only, so nothing needs quotes. */
export async function* writeMembersCsv(pieces: AsyncIterable<string[]>): AsyncGenerator<Buffer> {
  yield Buffer.from('phone\r\n');
  for await (const phones of pieces) yield Buffer.from(phones.map((phone) => `${phone}\r\n`).join(''));
}
