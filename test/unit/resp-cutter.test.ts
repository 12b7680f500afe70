import { describe, expect, it } from 'vitest';
import { RespCutter } from '../support/resp-cutter.js';

const COMMANDS = [['PING'], ['EVALSHA', 'abc', '1', 'a\r\nkey', ''], ['SET', 'ü', '*2\r\n$1']];
const text = (words: string[]) =>
  `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;

describe('RespCutter', () => {
  it('finds the commands, wherever the bytes are cut', () => {
    const bytes = Buffer.from(COMMANDS.map(text).join(''));
    for (let at = 0; at <= bytes.length; at++) {
      const cutter = new RespCutter();
      const found = [...cutter.cut(bytes.subarray(0, at)), ...cutter.cut(bytes.subarray(at))];
      expect(found.map(({ words }) => words.map(String))).toEqual(COMMANDS);
      expect(found.map(({ message }) => String(message))).toEqual(COMMANDS.map(text));
    }
  });
});
