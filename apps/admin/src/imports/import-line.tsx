import { Anchor, Box, Group, Progress, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { Account, Import } from '#contracts';
import { isFinished } from '#contracts';
import { useAuthorName } from '../api/authors.js';
import { useImportName } from '../api/imports.js';
import type { Format } from '../i18n/format.js';
import { useLanguage } from '../i18n/language.js';
import type { Translate } from '../i18n/text.js';
import { UndoneNote } from '../undo/undone-note.js';
import classes from './imports-page.module.css';
import { OutcomeBar } from './outcome-bar.js';
import { actualOutcomes } from './outcomes.js';
import { StatusBadge } from './status-badge.js';

interface ImportLineProps {
  made: Import;
  accounts: readonly Account[];
  /** The list's own filter, kept while an import is open. */
  search: string;
}

/** One line of the list: the file, where it goes, when and by whom, its state and how far it is. */
export function ImportLine({ made, accounts, search }: ImportLineProps) {
  const { t, format } = useLanguage();
  const account = accounts.find(({ id }) => id === made.accountId)?.displayName;
  const who = t('imports.by', { who: useAuthorName(made.createdBy) });
  const details = [account, format.dateTime(made.createdAt), format.bytes(made.fileSize), who];
  return (
    <li className={classes.line}>
      <Stack gap={2} miw={0}>
        <Anchor
          component={Link}
          to={{ pathname: `/imports/${made.id}`, search }}
          fw={500}
          truncate
          c="inherit"
          title={made.fileName}
        >
          {made.fileName}
        </Anchor>
        <Text size="sm" c="dimmed">
          {details.filter(Boolean).join(' · ')}
        </Text>
      </Stack>
      <Box miw={0}>
        <StatusBadge made={made} />
        <WaitsFor made={made} search={search} />
        {made.undoneBy && <UndoneNote id={made.undoneBy} />}
      </Box>
      <LineFigures made={made} />
    </li>
  );
}

/** The import that this one waits for. */
function WaitsFor({ made: { waitingFor }, search }: Pick<ImportLineProps, 'made' | 'search'>) {
  const { t } = useLanguage();
  const file = useImportName(waitingFor);
  if (!waitingFor || !file) return null;
  return (
    <Anchor
      component={Link}
      to={{ pathname: `/imports/${waitingFor}`, search }}
      size="sm"
      c="dimmed"
      truncate
      display="block"
      mt={2}
    >
      {t('imports.after', { file })}
    </Anchor>
  );
}

function LineFigures({ made }: { made: Import }) {
  const { t, format } = useLanguage();
  const rows = made.rows ?? 0;
  if (isFinished(made.status)) {
    if (made.rows === null) return <Box />;
    return (
      <Stack gap={4}>
        <OutcomeBar outcomes={actualOutcomes(made)} rows={rows} compact />
        <Text size="sm" c="dimmed" className="tabular" truncate>
          {[t('imports.rows', { count: rows }), ...spokenOutcomes(made, t, format)].join(' · ')}
        </Text>
      </Stack>
    );
  }
  if (made.status !== 'importing') {
    return (
      <Text size="sm" c="dimmed" className="tabular">
        {t('imports.rows', { count: made.rows ?? made.processed })}
      </Text>
    );
  }
  return (
    <Stack gap={4}>
      <Progress.Root size="sm">
        <Progress.Section
          value={rows > 0 ? (made.processed / rows) * 100 : 0}
          animated
          aria-label={t('import.applying', { file: made.fileName })}
        />
      </Progress.Root>
      <Group justify="space-between" gap="xs" wrap="nowrap" className="tabular">
        <Text size="sm" c="dimmed">
          {t('import.rowsOf', { processed: format.number(made.processed), rows: format.number(rows) })}
        </Text>
        {made.secondsLeft !== null && (
          <Text size="sm" c="dimmed" truncate>
            {t('import.timeLeft', { time: format.duration(made.secondsLeft) })}
          </Text>
        )}
      </Group>
    </Stack>
  );
}

/** The figures that are not zero: "120 new", "3 wrong". */
function spokenOutcomes(made: Import, t: Translate, format: Format): string[] {
  return actualOutcomes(made)
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${format.number(count)} ${t(`outcome.${kind}`).toLocaleLowerCase()}`);
}
