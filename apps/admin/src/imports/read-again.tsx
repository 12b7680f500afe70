import { Accordion, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Import, ImportReading } from '#contracts';
import { useAccounts } from '../api/accounts.js';
import { useReadImport } from '../api/imports.js';
import { reading } from '../i18n/catalogue/reading.js';
import { useAreaText } from '../i18n/language.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { ReadingFields } from './reading-fields.js';
import { readingOf, rowsReadBy } from './reading-of.js';

interface ReadAgainProps {
  made: Import;
  opened?: boolean;
  /** Something was typed into rows, or chosen for columns, and not sent yet. */
  hasUnsent?: boolean;
}

/** How the file of a checked import was read, and a way to have it read otherwise. */
export function ReadAgain({ made, opened = false, hasUnsent = false }: ReadAgainProps) {
  const t = useAreaText(reading);
  const account = useAccounts().data?.find(({ id }) => id === made.accountId);
  const again = useReadImport(made.id);
  const [value, setValue] = useState<ImportReading>(() => readingOf(made.options));
  return (
    <Accordion variant="contained" chevronPosition="left" defaultValue={opened ? 'reading' : null}>
      <Accordion.Item value="reading">
        <Accordion.Control>
          <Text size="sm">{t('reading.title')}</Text>
        </Accordion.Control>
        <Accordion.Panel>
          <Stack>
            <ReadingFields value={value} likelyCountry={account?.country ?? null} made={made} onChange={setValue} />
            <Group justify="space-between" gap="sm">
              <Text size="sm" c="dimmed">
                {t('reading.againHelp')}
              </Text>
              <Button variant="default" loading={again.isPending} onClick={() => again.mutate(value)}>
                {t('reading.again')}
              </Button>
            </Group>
            <Text size="sm" fw={500} role="status">
              {hasUnsent && rowsReadBy(value) !== rowsReadBy(made.options) && t('reading.forgets')}
            </Text>
            <ProblemAlert error={again.error} />
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
