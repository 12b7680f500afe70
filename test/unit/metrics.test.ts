import { describe, expect, it } from 'vitest';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { collectDefaultMetrics } from 'prom-client';
import { parse, stringify } from 'yaml';
import { registry } from '#platform';

const RULES = 'ops/prometheus/rules.yml';
const RULES_TEST = 'ops/prometheus/rules.test.yml';
const DASHBOARD = 'ops/grafana/contacts.json';

interface Metric {
  name: string;
  type: string;
  help: string;
  labelNames?: string[];
}
interface Rule {
  alert?: string;
  record?: string;
  expr: string;
  annotations?: Record<string, string>;
}

collectDefaultMetrics({ register: registry });
const known = registry.getMetricsAsArray() as unknown as Metric[];
const rules = (parse(readFileSync(RULES, 'utf8')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  ({ rules }) => rules,
);
const alerts = rules.filter(({ alert }) => alert !== undefined);
const alertNames = [...new Set(alerts.map(({ alert }) => alert!))];

/** The queries of the dashboard. */
function dashboardQueries(): string[] {
  const { panels } = JSON.parse(readFileSync(DASHBOARD, 'utf8')) as { panels: { targets?: { expr: string }[] }[] };
  return panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
}

/** The names of metrics in a query. Those of histograms have an ending in it. */
function namesIn(query: string): string[] {
  const names = query.match(/\b(?:contacts|nodejs|process)[_:][a-z0-9_:]+/g) ?? [];
  return names.map((name) => name.replace(/_seconds_(?:bucket|sum|count)$/, '_seconds'));
}

describe('every metric', () => {
  it.each(known.filter(({ name }) => name.startsWith('contacts_')))('is named as is usual: $name', ({ name, type }) => {
    if (type === 'counter') expect(name).toMatch(/_total$/);
    else expect(name).not.toMatch(/_(total|count|sum|bucket)$/);
    if (type === 'histogram') expect(name).toMatch(/_duration_seconds$/);
    expect(name).not.toMatch(/_(ms|milliseconds|minutes|percent)\b/);
  });

  it('is in the table of docs/operating.md, and nothing else is', () => {
    const documented = readFileSync('docs/operating.md', 'utf8')
      .split('\n')
      .filter((line) => /^\| `(contacts|nodejs|process)_/.test(line))
      .map((line) => line.split(' | ').map((cell) => cell.replace(/^\||\|$/g, '').trim()));
    const expected = known.map(({ name, type, labelNames = [], help }) => [
      `\`${name}\``,
      type,
      labelNames.map((label) => `\`${label}\``).join(', '),
      help,
    ]);
    expect(documented).toEqual(expected);
  });
});

describe('ops/', () => {
  const recorded = rules.flatMap(({ record }) => record ?? []);
  const names = new Set([...known.map(({ name }) => name), ...recorded]);

  it('has rules about metrics that exist', () => {
    const used = rules.flatMap(({ expr }) => namesIn(expr));
    expect(used.length).toBeGreaterThan(10);
    expect(used.filter((name) => !names.has(name))).toEqual([]);
  });

  it('has tests of rules with metrics that exist', () => {
    const tests = parse(readFileSync(RULES_TEST, 'utf8')) as { tests: { input_series: { series: string }[] }[] };
    const used = tests.tests.flatMap(({ input_series }) => input_series.flatMap(({ series }) => namesIn(series)));
    expect(used.filter((name) => !names.has(name))).toEqual([]);
  });

  it('has a dashboard of metrics that exist', () => {
    const queries = dashboardQueries();
    const used = queries.flatMap(namesIn);
    expect(queries.filter((query) => namesIn(query).length === 0)).toEqual([]);
    expect(used.filter((name) => !names.has(name))).toEqual([]);
  });

  it('has a paragraph in the runbook for each alert, which leads there', () => {
    const headings = [...readFileSync('docs/runbook.md', 'utf8').matchAll(/^## (\w+)$/gm)].map(([, name]) => name!);
    expect(headings).toEqual(alertNames);
    for (const { alert, annotations } of alerts)
      expect(annotations!.runbook_url).toBe(`docs/runbook.md#${alert!.toLowerCase()}`);
  });

  it('is in the chart as it is here', () => {
    expect(readFileSync('k8s/chart/prometheus-rules', 'utf8')).toBe(readFileSync(RULES, 'utf8'));
  });
});

const PROMTOOL = spawnSync('promtool', ['--version'], { stdio: 'ignore' }).status === 0;
if (!PROMTOOL) process.stderr.write('The tests of ops/prometheus are left out: promtool is not in the PATH.\n');

const promtool = (...args: string[]) => spawnSync('promtool', args, { encoding: 'utf8' });
const whereItIs = PROMTOOL ? describe : describe.skip;

whereItIs('the dashboard', () => {
  it('has queries that Prometheus understands', () => {
    const rules = dashboardQueries().map((query, index) => ({
      record: `query:${index}`,
      expr: query.replaceAll('$__rate_interval', '5m').replaceAll(/\$\{?\w+\}?/g, '.*'),
    }));
    const folder = mkdtempSync(path.join(tmpdir(), 'contacts-dashboard-'));
    try {
      const file = path.join(folder, 'queries.yml');
      writeFileSync(file, stringify({ groups: [{ name: 'dashboard', rules }] }));
      const { status, stdout, stderr } = promtool('check', 'rules', file);
      expect([status, stderr, stdout]).toEqual([0, '', expect.stringContaining(`${rules.length} rules found`)]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

whereItIs('the alerts', () => {
  it('are valid', () => {
    const { status, stdout, stderr } = promtool('check', 'rules', '--lint-fatal', RULES);
    expect([status, stderr, stdout]).toEqual([0, '', expect.stringContaining('SUCCESS')]);
  });

  it('fire when they should, and are silent when they should', () => {
    const { status, stdout, stderr } = promtool('test', 'rules', RULES_TEST);
    expect([status, stdout + stderr]).toEqual([0, expect.stringContaining('SUCCESS')]);
  });

  it.each(alertNames)('%s is tried both ways', (name) => {
    const tests = parse(readFileSync(RULES_TEST, 'utf8')) as {
      tests: { alert_rule_test: { alertname: string; exp_alerts?: object[] }[] }[];
    };
    const trials = tests.tests.flatMap(({ alert_rule_test }) => alert_rule_test).filter((it) => it.alertname === name);
    expect(trials.some(({ exp_alerts = [] }) => exp_alerts.length > 0)).toBe(true);
    expect(trials.some(({ exp_alerts = [] }) => exp_alerts.length === 0)).toBe(true);
  });
});
