import { TagsInput } from '@mantine/core';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { useCatalogue } from '../../api/tags.js';
import { useText } from '../../i18n/language.js';

const TYPING_PAUSE_MS = 150;

interface TagsFieldProps {
  accountId: string | null;
  label: string;
  tags: string[];
  readOnly?: boolean;
  error?: string | undefined;
  onChange: (tags: string[]) => void;
}

/** Tags, with those of the account as suggestions. Commas separate them, as in a file. */
export function TagsField({ accountId, label, tags, readOnly = false, error, onChange }: TagsFieldProps) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), TYPING_PAUSE_MS);
  const [suggesting, { open, close }] = useDisclosure(false);
  const known = useCatalogue(readOnly ? null : accountId, asked).data ?? [];
  return (
    <TagsInput
      label={label}
      placeholder={readOnly || tags.length > 0 ? undefined : t('contact.tagsHint')}
      data={known.filter(({ kind }) => kind === 'tag').map(({ name }) => name)}
      value={tags}
      // The suggestions cover what is below, such as the button that saves.
      onChange={(changed) => {
        close();
        onChange(changed);
      }}
      dropdownOpened={suggesting}
      onDropdownOpen={open}
      onDropdownClose={close}
      searchValue={typed}
      onSearchChange={setTyped}
      readOnly={readOnly}
      error={error}
      limit={20}
      maxDropdownHeight={170}
      splitChars={[',']}
      acceptValueOnBlur
      isDuplicate={(tag, current) => current.some((own) => fold(own) === fold(tag))}
      comboboxProps={{ withinPortal: false, shadow: 'md' }}
      clearButtonProps={{ 'aria-label': t('contact.clearTags') }}
    />
  );
}

/** Texts are equal as in the API: `Café` equals `CAFÉ`, but not `Cafe`. */
const fold = (tag: string) => tag.trim().normalize('NFC').toLowerCase();
