import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { fieldErrors } from '../api/field-errors.js';
import { useCreateAccount } from '../api/numbers.js';
import { numbers } from '../i18n/catalogue/numbers.js';
import { useAreaText } from '../i18n/language.js';
import { Dialog } from '../ui/dialog.js';
import { DialogForm } from '../ui/dialog-form.js';
import type { Notice } from '../ui/notice.js';

interface AddNumberProps {
  opened: boolean;
  onClose: () => void;
  notify: (notice: Notice) => void;
}

/** Adds a number whose business account is not connected. */
export function AddNumber({ opened, ...props }: AddNumberProps) {
  const t = useAreaText(numbers);
  return (
    <Dialog title={t('numbers.addTitle')} opened={opened} onClose={props.onClose}>
      <AddForm {...props} />
    </Dialog>
  );
}

/** What people write between digits, and `00` for `+`. */
const tidied = (phone: string) => phone.replace(/[\s().+-]/g, '').replace(/^00/, '');

function AddForm({ onClose, notify }: Omit<AddNumberProps, 'opened'>) {
  const t = useAreaText(numbers);
  const create = useCreateAccount();
  const [wrong, setWrong] = useState<{ phone: boolean; id: boolean }>({ phone: false, id: false });
  const { fields, rest } = fieldErrors(create.error, ['displayName', 'phoneNumber', 'phoneNumberId']);
  return (
    <DialogForm
      submit={t('numbers.addDo')}
      busy={create.isPending}
      error={rest}
      onCancel={onClose}
      onSubmit={(read) => {
        const body = {
          displayName: read('displayName'),
          phoneNumber: tidied(read('phoneNumber')),
          phoneNumberId: read('phoneNumberId'),
        };
        const found = { phone: !/^[1-9]\d{5,14}$/.test(body.phoneNumber), id: !/^\d{1,32}$/.test(body.phoneNumberId) };
        setWrong(found);
        if (found.phone || found.id) return;
        create.mutate(body, {
          onSuccess: () => {
            notify({ text: t('numbers.added', { name: body.displayName }) });
            onClose();
          },
        });
      }}
    >
      <Text size="sm" c="dimmed">
        {t('numbers.addHelp')}
      </Text>
      <TextInput
        name="displayName"
        label={t('numbers.name')}
        description={t('numbers.nameHelp')}
        maxLength={100}
        required
        withAsterisk={false}
        error={fields.displayName}
        data-autofocus
      />
      <TextInput
        name="phoneNumber"
        type="tel"
        label={t('numbers.phone')}
        description={t('numbers.phoneHelp')}
        required
        withAsterisk={false}
        error={wrong.phone ? t('numbers.phoneWrong') : fields.phoneNumber}
      />
      <TextInput
        name="phoneNumberId"
        inputMode="numeric"
        label={t('numbers.phoneNumberId')}
        description={t('numbers.phoneNumberIdHelp')}
        required
        withAsterisk={false}
        error={wrong.id ? t('numbers.idWrong') : fields.phoneNumberId}
      />
    </DialogForm>
  );
}
