import { Alert, Button, Group, Stack, Table, Text } from '@mantine/core';
import type { Contact } from '#contracts';
import { useText } from '../../i18n/language.js';
import { Icon } from '../../ui/icon.js';
import { Author } from './author.js';
import { differences, draftOf } from './draft.js';
import type { Difference } from './draft.js';

interface ConflictAlertProps {
  /** As it was when the editing began. */
  seen: Contact;
  theirs: Contact;
  onTakeTheirs: () => void;
  onKeepMine: () => void;
}

/** Somebody else changed the contact in the meantime: shows their changes, and the two ways to continue. Nothing was overwritten. */
export function ConflictAlert({ seen, theirs, onTakeTheirs, onKeepMine }: ConflictAlertProps) {
  const t = useText();
  const changed = differences(draftOf(seen), draftOf(theirs));
  return (
    <Alert color="orange" role="alert" icon={<Icon name="alert" />} title={t('contact.conflict')}>
      <Stack gap="sm">
        <Text size="sm">
          <Author contact={theirs} />. {t('contact.conflictHelp')}
        </Text>
        {changed.length > 0 && (
          <Table verticalSpacing={4} horizontalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t('contact.field')}</Table.Th>
                <Table.Th scope="col">{t('contact.before')}</Table.Th>
                <Table.Th scope="col">{t('contact.theirs')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {changed.map((difference) => (
                <DifferenceRow key={JSON.stringify(difference.field)} difference={difference} />
              ))}
            </Table.Tbody>
          </Table>
        )}
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={onTakeTheirs}>
            {t('contact.takeTheirs')}
          </Button>
          <Button size="xs" onClick={onKeepMine}>
            {t('contact.keepMine')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

function DifferenceRow({ difference: { field, seen, theirs } }: { difference: Difference }) {
  const t = useText();
  const label = field.kind === 'value' ? field.name : t(field.kind === 'name' ? 'contacts.name' : 'contacts.tags');
  const cell = (text: string) => (text === '' ? '–' : text);
  return (
    <Table.Tr style={{ overflowWrap: 'anywhere' }}>
      <Table.Th scope="row">{label}</Table.Th>
      <Table.Td>{cell(seen)}</Table.Td>
      <Table.Td fw={500}>{cell(theirs)}</Table.Td>
    </Table.Tr>
  );
}
