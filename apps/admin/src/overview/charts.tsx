import { AreaChart, BarChart } from '@mantine/charts';
import type { Account, CatalogueEntry, ImportStatistics } from '#contracts';
import type { Format } from '../i18n/format.js';
import { useLanguage } from '../i18n/language.js';
import { ChartPanel } from './chart-panel.js';
import { ENDINGS, growth, importsPerDay } from './series.js';

const HEIGHT = 240;
const LINES = ['brand.6', 'blue.6', 'orange.6', 'grape.6', 'cyan.6', 'red.6', 'lime.6', 'gray.6'];
const ENDING_COLORS = { completed: 'brand.6', withErrors: 'orange.5', stopped: 'gray.5' };
/** Screen readers get a sentence and a table; recharts' own layer would read both out again. */
const QUIET = { accessibilityLayer: false } as const;

/** recharts also asks for the label while the pointer is not on the chart. */
const dayOf = (format: Format) => (date: unknown) => (typeof date === 'string' ? format.day(date) : '');

/** The contacts that imports created, as a running total, with one line for each number. */
export function ContactsOverTime({
  statistics,
  accounts,
}: {
  statistics: ImportStatistics;
  accounts: readonly Account[];
}) {
  const { t, format } = useLanguage();
  const points = growth(statistics);
  const lines = accounts.filter(({ id }) => statistics.accounts.some(({ accountId }) => accountId === id));
  return (
    <ChartPanel
      heading={t('overview.growth')}
      help={t('overview.growthHelp')}
      empty={lines.length === 0 ? t('overview.noImport') : null}
      table={{
        head: [t('overview.day'), ...lines.map(({ displayName }) => displayName)],
        rows: points
          .toReversed()
          .map((point) => [format.day(point.date), ...lines.map(({ id }) => format.number(Number(point[id])))]),
      }}
    >
      <AreaChart
        h={HEIGHT}
        data={points}
        dataKey="date"
        withDots={false}
        curveType="stepAfter"
        fillOpacity={0.12}
        withLegend={lines.length > 1}
        valueFormatter={format.number}
        xAxisProps={{ tickFormatter: format.day, minTickGap: 40 }}
        yAxisProps={{ width: 70 }}
        tooltipProps={{ labelFormatter: dayOf(format), isAnimationActive: false }}
        areaProps={{ isAnimationActive: false }}
        areaChartProps={QUIET}
        series={lines.map(({ id, displayName }, index) => ({
          name: id,
          label: displayName,
          color: LINES[index % LINES.length]!,
        }))}
      />
    </ChartPanel>
  );
}

/** How many imports ended each day, and how. */
export function ImportsPerDay({ statistics }: { statistics: ImportStatistics }) {
  const { t, format } = useLanguage();
  const points = importsPerDay(statistics);
  const busy = points.filter((point) => ENDINGS.some((ending) => point[ending] !== 0));
  return (
    <ChartPanel
      heading={t('overview.imports')}
      help={t('overview.importsHelp')}
      empty={busy.length === 0 ? t('overview.noImport') : null}
      table={{
        head: [t('overview.day'), ...ENDINGS.map((ending) => t(`overview.${ending}`))],
        rows: busy
          .toReversed()
          .map((point) => [format.day(point.date), ...ENDINGS.map((ending) => format.number(Number(point[ending])))]),
      }}
    >
      <BarChart
        h={HEIGHT}
        data={points}
        dataKey="date"
        type="stacked"
        withLegend
        valueFormatter={format.number}
        xAxisProps={{ tickFormatter: format.day, minTickGap: 40 }}
        yAxisProps={{ width: 40, allowDecimals: false }}
        tooltipProps={{ labelFormatter: dayOf(format), isAnimationActive: false }}
        barProps={{ isAnimationActive: false, maxBarSize: 24 }}
        barChartProps={QUIET}
        series={ENDINGS.map((name) => ({ name, label: t(`overview.${name}`), color: ENDING_COLORS[name] }))}
      />
    </ChartPanel>
  );
}

/** The ten largest tags of a number. `tags` null: no number is chosen. */
export function LargestTags({ tags }: { tags: readonly CatalogueEntry[] | null }) {
  const { t, format } = useLanguage();
  const figure = ({ contacts, exact }: CatalogueEntry) => `${format.number(contacts)}${exact ? '' : '+'}`;
  return (
    <ChartPanel
      heading={t('overview.tags')}
      help={t('overview.tagsHelp')}
      empty={tags === null ? t('overview.chooseAccount') : tags.length === 0 ? t('overview.noTag') : null}
      table={{
        head: [t('contacts.tags'), t('contacts.title')],
        rows: (tags ?? []).map((entry) => [entry.name, figure(entry)]),
      }}
    >
      <BarChart
        h={Math.max(120, 28 * (tags ?? []).length + 40)}
        data={(tags ?? []).map(({ name, contacts }) => ({ name, contacts }))}
        dataKey="name"
        orientation="vertical"
        gridAxis="none"
        valueFormatter={format.number}
        yAxisProps={{ width: 130, interval: 0 }}
        xAxisProps={{ allowDecimals: false }}
        tooltipProps={{ isAnimationActive: false }}
        barProps={{ isAnimationActive: false, maxBarSize: 18, radius: 3 }}
        barChartProps={QUIET}
        series={[{ name: 'contacts', label: t('contacts.title'), color: 'brand.6' }]}
      />
    </ChartPanel>
  );
}
