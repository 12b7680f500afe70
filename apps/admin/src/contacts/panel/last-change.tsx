import { Divider, Stack, Text } from '@mantine/core';
import type { Contact } from '#contracts';
import { useLanguage } from '../../i18n/language.js';
import { Author } from './author.js';

/** What changed the contact last, and when the contact was created. */
export function LastChange({ contact }: { contact: Contact }) {
  const { t, format } = useLanguage();
  return (
    <Stack gap={4}>
      <Divider mb="xs" />
      <Text size="sm" c="dimmed">
        <Author contact={contact} />
      </Text>
      {contact.createdAt !== contact.updatedAt && (
        <Text size="sm" c="dimmed">
          {t('contact.created', { when: format.dateTime(contact.createdAt) })}
        </Text>
      )}
    </Stack>
  );
}
