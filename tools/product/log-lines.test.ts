import { describe, expect, it } from 'vitest';
import { colourOf, readableLine } from './log-lines.js';

const at = '2026-11-22T10:20:30.000Z';
const time = new Date(at).toTimeString().slice(0, 8);

describe('readableLine', () => {
  it('shows time, service, level, message and ids', () => {
    const line = JSON.stringify({
      level: 'info',
      time: at,
      service: 'importer',
      msg: 'batch sent',
      importId: 'i1',
      batch: 3,
    });
    expect(readableLine('importer', line, false)).toBe(`${time} importer  INFO  batch sent importId=i1 batch=3`);
  });

  it('shows the stack of an error', () => {
    const line = JSON.stringify({ level: 'error', time: at, msg: 'failed', err: { stack: 'Error: x\n    at y' } });
    expect(readableLine('contacts', line, false)).toBe(
      `${time} contacts  ERROR failed\n         Error: x\n             at y`,
    );
  });

  it('has a colour for a seventh service, too', () => {
    expect(colourOf(6)).toBe(colourOf(0));
  });

  it.each(['not JSON', '{"half": ', '{x}'])('shows %j unchanged', (line) => {
    expect(readableLine('gateway', line, false)).toMatch(
      new RegExp(`^[0-9:]{8} gateway   ${line.replace(/[{}]/g, '\\$&')}$`),
    );
  });
});
