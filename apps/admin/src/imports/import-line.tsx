import { Anchor, Box, Group, Progress, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { Account, Import, Me } from '#contracts';
import { isFinished } from '#contracts';
import { useLanguage } from '../i18n/language.js';
import type { Translate } from '../i18n/text.js';
import classes from './imports-page.module.css';
import { OutcomeBar } from './outcome-bar.js';
import { actualOutcomes } from './outcomes.js';
import { StatusBadge } from './status-badge.js';

interface ImportLineProps {
  made: Import;
  me: Me;
  accounts: readonly Account[];
  /** The list's own filter, kept while an import is looked at. */
  search: string;
}

/** One line of the list: the file, where it goes, when and by whom, its state and how far it is. */
export function ImportLine({ made, me, accounts, search }: ImportLineProps) {
  const { t, format } = useLanguage();
  const account = accounts.find(({ id }) => id === made.accountId)?.displayName;
  const details = [account, format.dateTime(made.createdAt), format.bytes(made.fileSize), author(made, me, t)];
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
      <Box>
        <StatusBadge made={made} />
      </Box>
      <LineFigures made={made} />
    </li>
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
        <Text size="sm" c="dimmed" className="tabular">
          {t('imports.rows', { count: rows })}
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

function author({ createdBy }: Import, me: Me, t: Translate): string {
  if (createdBy.kind === 'key') return t('imports.byKey');
  return createdBy.id === me.id ? t('imports.byYou') : t('imports.byColleague');
}
