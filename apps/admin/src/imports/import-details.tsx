import { Accordion, DataList, Stack, Text, Timeline } from '@mantine/core';
import { countryName, DELIMITER_NAMES, type Import, type ImportDialect } from '#contracts';
import { useAccounts } from '../api/accounts.js';
import { useAuthorName } from '../api/authors.js';
import { reading } from '../i18n/catalogue/reading.js';
import { useAreaText, useLanguage } from '../i18n/language.js';
import type { AreaTexts, Translate } from '../i18n/text.js';
import { accountName } from '../contacts/contact-rows.js';

/** The details of an import: who started it, its file and settings, and when it was in each state. */
export function ImportDetails({ made, opened }: { made: Import; opened: boolean }) {
  const { t } = useLanguage();
  return (
    <Accordion variant="contained" chevronPosition="left" defaultValue={opened ? 'details' : null}>
      <Accordion.Item value="details">
        <Accordion.Control>
          <Text size="sm">{t('import.details')}</Text>
        </Accordion.Control>
        <Accordion.Panel>
          <Stack>
            <Facts made={made} />
            <States made={made} />
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}

function Facts({ made }: { made: Import }) {
  const { language, format } = useLanguage();
  const t = useAreaText(reading);
  const accounts = useAccounts().data ?? [];
  const who = useAuthorName(made.createdBy);
  const { blankCells, blankColumns, tagsMode, defaultCountry, optOut } = made.options;
  const file = [made.fileName, made.format?.toUpperCase(), format.bytes(made.fileSize)].filter(Boolean).join(' · ');
  const facts: (readonly [label: string, value: string])[] = [
    [t('import.file'), file],
    [t('account.label'), accountName(accounts, made.accountId)],
    [t('import.who'), who],
    [t('import.tagsMode'), t(tagsMode === 'add' ? 'import.tagsAdd' : 'import.tagsReplace')],
    [t('import.blankCells'), t(blankCells === 'clear' ? 'import.blankClear' : 'import.blankKeep')],
    [t('import.blankTitle'), t(`import.columns.${blankColumns}`)],
  ];
  if (defaultCountry) facts.push([t('reading.country'), countryName(defaultCountry, language)]);
  if (made.dialect) facts.push([t('reading.title'), readingText(made.dialect, t)]);
  if (optOut === 'clear') facts.push([t('optOut.mark'), t('import.optOutClear')]);
  return (
    <DataList size="sm" orientation="horizontal">
      {facts.map(([label, value]) => (
        <DataList.Item key={label}>
          <DataList.ItemLabel>{label}</DataList.ItemLabel>
          <DataList.ItemValue style={{ overflowWrap: 'anywhere' }}>{value}</DataList.ItemValue>
        </DataList.Item>
      ))}
    </DataList>
  );
}

function readingText(
  { sheet, encoding, delimiter, headerRow }: ImportDialect,
  t: Translate<AreaTexts<typeof reading>>,
) {
  const name = DELIMITER_NAMES.find((known) => known === delimiter);
  const parts = [sheet, encoding, name ? t(`reading.delimiter.${name}`) : delimiter];
  if (headerRow !== null) parts.push(t('reading.headerAt', { row: headerRow }));
  return parts.filter(Boolean).join(' · ');
}

/** The states one after another, each with how long it took. */
function States({ made }: { made: Import }) {
  const { t, format } = useLanguage();
  const history = made.history ?? [];
  if (history.length === 0) return null;
  return (
    <Timeline active={history.length - 1} bulletSize={14} lineWidth={2} role="list" aria-label={t('import.history')}>
      {history.map(({ status, at }, index) => {
        const next = history[index + 1];
        const seconds = next && (Date.parse(next.at) - Date.parse(at)) / 1000;
        return (
          <Timeline.Item key={`${at}/${status}`} role="listitem" title={<Text size="sm">{t(`status.${status}`)}</Text>}>
            <Text size="sm" c="dimmed" className="tabular">
              {format.moment(at)}
              {seconds !== undefined && ` · ${seconds < 1 ? t('import.lessThanASecond') : format.duration(seconds)}`}
            </Text>
          </Timeline.Item>
        );
      })}
    </Timeline>
  );
}
