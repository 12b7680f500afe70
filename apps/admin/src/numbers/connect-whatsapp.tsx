import { PasswordInput, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { fieldErrors } from '../api/field-errors.js';
import { useConnect } from '../api/numbers.js';
import { numbers } from '../i18n/catalogue/numbers.js';
import { useAreaText } from '../i18n/language.js';
import { Dialog } from '../ui/dialog.js';
import { DialogForm } from '../ui/dialog-form.js';
import type { Notice } from '../ui/notice.js';

interface ConnectWhatsappProps {
  /** A business account that is already connected and gets a new token. */
  businessAccountId?: string;
  opened: boolean;
  onClose: () => void;
  notify: (notice: Notice) => void;
}

/** Connects a WhatsApp business account by its id and a token, or gives a connected one a new token. */
export function ConnectWhatsapp({ opened, ...props }: ConnectWhatsappProps) {
  const t = useAreaText(numbers);
  return (
    <Dialog
      title={t(props.businessAccountId ? 'connect.again' : 'connect.title')}
      opened={opened}
      onClose={props.onClose}
    >
      <ConnectForm {...props} />
    </Dialog>
  );
}

function ConnectForm({ businessAccountId: known, onClose, notify }: Omit<ConnectWhatsappProps, 'opened'>) {
  const t = useAreaText(numbers);
  const connect = useConnect();
  const [wrongId, setWrongId] = useState(false);
  const { fields, rest } = fieldErrors(connect.error, ['businessAccountId', 'token']);
  return (
    <DialogForm
      submit={t('connect.do')}
      busy={connect.isPending}
      error={rest}
      onCancel={onClose}
      onSubmit={(read) => {
        const businessAccountId = read('businessAccountId');
        const isWrong = !/^\d{1,32}$/.test(businessAccountId);
        setWrongId(isWrong);
        if (isWrong) return;
        connect.mutate(
          { businessAccountId, token: read('token') },
          {
            onSuccess: () => {
              notify({ text: t('connect.done') });
              onClose();
            },
          },
        );
      }}
    >
      <Text size="sm" c="dimmed">
        {t('connect.help')}
      </Text>
      <TextInput
        name="businessAccountId"
        inputMode="numeric"
        label={t('connect.id')}
        defaultValue={known}
        readOnly={known !== undefined}
        required
        withAsterisk={false}
        error={wrongId ? t('numbers.idWrong') : fields.businessAccountId}
        data-autofocus={known === undefined || undefined}
      />
      <PasswordInput
        name="token"
        label={t('connect.token')}
        description={t('connect.tokenHelp')}
        autoComplete="off"
        maxLength={1000}
        required
        withAsterisk={false}
        error={fields.token}
        data-autofocus={known !== undefined || undefined}
      />
    </DialogForm>
  );
}
