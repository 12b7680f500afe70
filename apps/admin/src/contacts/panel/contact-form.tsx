import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Contact } from '#contracts';
import { ApiError } from '../../api/client.js';
import { readContact, useChangeContact } from '../../api/contact.js';
import { useText } from '../../i18n/language.js';
import { useLeaveGuard } from '../../ui/use-leave-guard.js';
import { ConflictAlert } from './conflict-alert.js';
import { changeBetween, draftOf, rebase } from './draft.js';
import { FieldProblems, fieldErrors } from './field-errors.js';
import { TagsField } from './tags-field.js';
import { ValueFields } from './value-fields.js';

interface ContactFormProps {
  contact: Contact;
  readOnly: boolean;
}

/**
 * Edits a contact. It is saved only if nobody changed it in the meantime. Otherwise nothing is
 * overwritten: the form shows the other change, and the person decides again.
 */
export function ContactForm({ contact, readOnly }: ContactFormProps) {
  const t = useText();
  const [seen, setSeen] = useState(contact);
  const [draft, setDraft] = useState(() => draftOf(contact));
  const [theirs, setTheirs] = useState<Contact | null>(null);
  const [saved, setSaved] = useState(false);
  const save = useChangeContact();
  const change = changeBetween(draftOf(seen), draft);
  const dirty = change !== null && !readOnly;
  useLeaveGuard(dirty);

  const goOnFrom = (base: Contact, next = draftOf(base)) => {
    setSeen(base);
    setDraft(next);
    setTheirs(null);
    save.reset();
  };
  const submit = () => {
    if (!change || theirs) return;
    save.mutate(
      { seen, change },
      {
        onSuccess: (changed) => {
          goOnFrom(changed);
          setSaved(true);
        },
        onError: (error) => {
          if (isConflict(error)) void readContact(seen).then(setTheirs, () => undefined);
        },
      },
    );
  };
  const edit = (next: Partial<typeof draft>) => {
    setSaved(false);
    setDraft((before) => ({ ...before, ...next }));
  };
  // Only what this form does not show has changed, such as the mark "do not contact".
  if (contact.revision > seen.revision && changeBetween(draftOf(seen), draftOf(contact)) === null) setSeen(contact);
  const errors = fieldErrors(save.error);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack>
        <TextInput
          label={t('contacts.name')}
          value={draft.name}
          readOnly={readOnly}
          maxLength={1000}
          error={errors.get('name')}
          onChange={(event) => edit({ name: event.currentTarget.value })}
        />
        <TagsField
          accountId={contact.accountId}
          label={t('contacts.tags')}
          tags={draft.tags}
          readOnly={readOnly}
          error={errors.get('tags')}
          onChange={(tags) => edit({ tags })}
        />
        <ValueFields
          accountId={contact.accountId}
          values={draft.values}
          readOnly={readOnly}
          errors={errors}
          onChange={(values) => edit({ values })}
        />
        {theirs ? (
          <ConflictAlert
            seen={seen}
            theirs={theirs}
            onTakeTheirs={() => goOnFrom(theirs)}
            onKeepMine={() => goOnFrom(theirs, rebase(draftOf(seen), draft, draftOf(theirs)))}
          />
        ) : (
          !isConflict(save.error) && <FieldProblems error={save.error} onRetry={submit} />
        )}
        {!readOnly && (
          <Group justify="flex-end" gap="sm">
            <Text size="sm" c="dimmed" role="status" me="auto">
              {saved && !dirty ? t('contact.saved') : ''}
            </Text>
            <Button variant="default" disabled={!dirty} onClick={() => goOnFrom(seen)}>
              {t('contact.undo')}
            </Button>
            <Button type="submit" disabled={!dirty || theirs !== null} loading={save.isPending}>
              {t('contact.save')}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}

const isConflict = (error: Error | null): boolean => error instanceof ApiError && error.code === 'revision_mismatch';
