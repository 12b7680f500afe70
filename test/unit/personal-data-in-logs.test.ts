import { afterEach, beforeEach, expect, it } from 'vitest';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CANARY, personalDataIn, PLANTED } from '../support/personal-data-in-logs.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'logs-'));
  mkdirSync(path.join(folder, 'some.test.ts', 'test-1'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);

it('finds what was planted, says where other things are, and is content with a clean log', () => {
  write(CANARY, PLANTED);
  write('some.test.ts/test-1/gateway.log', '{"route":"/v1/contacts","requestId":"34600-0001"}\n');
  symlinkSync(path.join(folder, CANARY), path.join(folder, 'link.log'));
  expect(personalDataIn(folder)).toEqual([]);
  for (const line of PLANTED.split('\n')) {
    write('some.test.ts/test-1/gateway.log', `{"msg":"good"}\n${line}\n`);
    expect(personalDataIn(folder)).toEqual([
      expect.stringMatching(/ in some\.test\.ts\/test-1\/gateway\.log, line 2$/),
    ]);
  }
});

it('fails where nothing was planted, or not all of it', () => {
  expect(() => personalDataIn(folder)).toThrow('does not find what was planted');
  write(CANARY, PLANTED.split('\n').slice(1).join('\n'));
  expect(() => personalDataIn(folder)).toThrow('does not find what was planted');
});
