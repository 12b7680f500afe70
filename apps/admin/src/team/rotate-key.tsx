import { Button, Select, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import type { ApiKey, NewApiKey } from '#contracts';
import { useRotateKey } from '../api/team.js';
import { team } from '../i18n/catalogue/team.js';
import { useAreaText } from '../i18n/language.js';
import { DialogForm } from '../ui/dialog-form.js';
import { OnceDialog } from '../ui/once-dialog.js';

/** For how many hours the old secret may work. */
const OVERLAPS = ['0', '1', '24', '168'] as const;

/** Gives a key another secret, which is shown once. The old one works for a chosen time beside it. */
export function RotateKey({ apiKey: { id, name } }: { apiKey: ApiKey }) {
  const t = useAreaText(team);
  const rotate = useRotateKey();
  const [opened, { open, close }] = useDisclosure();
  const [hours, setHours] = useState('24');
  return (
    <>
      <Button variant="default" aria-label={t('keys.rotateOne', { name })} onClick={open}>
        {t('keys.rotate')}
      </Button>
      <OnceDialog<NewApiKey>
        title={t('keys.rotateOne', { name })}
        opened={opened}
        onClose={close}
        form={(onSuccess, cancel) => (
          <DialogForm
            submit={t('keys.rotate')}
            busy={rotate.isPending}
            error={rotate.error}
            onCancel={cancel}
            onSubmit={() => rotate.mutate({ id, overlapHours: Number(hours) }, { onSuccess })}
          >
            <Text size="sm">{t('keys.rotateWhat')}</Text>
            <Select
              label={t('keys.overlap')}
              allowDeselect={false}
              data={OVERLAPS.map((value) => ({ value, label: t(`keys.overlap.${value}`) }))}
              value={hours}
              onChange={(value) => value && setHours(value)}
            />
          </DialogForm>
        )}
        shown={({ key }) => ({ label: t('keys.secret', { name }), secret: key, help: t('keys.secretHelp') })}
      />
    </>
  );
}
