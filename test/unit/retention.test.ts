import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { loadConfig } from '#platform';
import { definitions } from '../../libs/persistence/src/definitions.js';
import { declaredIndexes } from '../../libs/persistence/src/migrations/indexes.js';

const text = readFileSync('docs/operating.md', 'utf8');
const section = text.slice(text.indexOf('\n## What is kept how long\n')).split(/\n## /)[1]!;
const rows = section
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (what|-)/.test(line))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\||\|$/g, '').trim()));
const namesIn = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
const config = loadConfig({
  MONGODB_URI: 'mongodb://127.0.0.1/contacts?replicaSet=rs0',
  REDIS_URL: 'redis://127.0.0.1',
  S3_ACCESS_KEY_ID: 'id',
  S3_SECRET_ACCESS_KEY: 'secret',
}) as unknown as Record<string, number>;

describe('the table of what is kept how long', () => {
  it('has every setting, with its default', () => {
    const settings = Object.keys(config).filter(
      (name) => name.startsWith('KEEP_') || ['EXPORT_KEEP_HOURS', 'SESSION_HOURS', 'LINK_HOURS'].includes(name),
    );
    const documented = rows.flatMap(([, , setting, value]) => namesIn(setting!).map((name) => [name, value]));
    const expected = settings.map((name) => {
      const unit = name.endsWith('_HOURS') ? 'hours' : 'days';
      return [name, config[name] === 0 ? 'for ever' : `${config[name]!.toLocaleString('en')} ${unit}`];
    });
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(expected));
  });

  it('has every collection once', () => {
    const documented = rows.flatMap(([, collections]) => namesIn(collections!)).sort();
    expect(documented).toEqual(definitions.map(({ schema }) => schema.get('collection')!).sort());
  });

  it('says of each collection whose documents MongoDB removes that it does; none has a time that is not a setting', () => {
    const timed = declaredIndexes().filter(({ options }) => options.expireAfterSeconds !== undefined);
    expect(timed.length).toBeGreaterThan(0);
    for (const { collection, options } of timed) {
      const row = rows.find(([, collections]) => namesIn(collections!).includes(collection))!;
      expect([collection, options.expireAfterSeconds, row[4]]).toEqual([collection, 0, 'removed by MongoDB']);
    }
  });
});
