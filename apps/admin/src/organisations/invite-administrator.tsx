import { Text, TextInput } from '@mantine/core';
import type { NewInvitation, Organisation } from '#contracts';
import { fieldErrors } from '../api/field-errors.js';
import { useInviteAdministrator } from '../api/organisations.js';
import { organisations } from '../i18n/catalogue/organisations.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import { DialogForm } from '../ui/dialog-form.js';
import { OnceDialog } from '../ui/once-dialog.js';

interface InviteAdministratorProps {
  organisation: Organisation;
  opened: boolean;
  onClose: () => void;
}

/** Invites the first administrator of an organisation, then shows the link to pass on. */
export function InviteAdministrator({ organisation, opened, onClose }: InviteAdministratorProps) {
  const t = useAreaText(organisations);
  const format = useFormat();
  return (
    <OnceDialog<NewInvitation>
      title={t('organisations.inviteOne', { name: organisation.name })}
      opened={opened}
      onClose={onClose}
      form={(onMade, close) => <InviteForm organisation={organisation} onMade={onMade} onClose={close} />}
      shown={({ email, expiresAt, link }) => ({
        label: t('organisations.link', { email }),
        secret: link,
        help: t('organisations.linkHelp', { email, date: format.dateTime(expiresAt) }),
      })}
    />
  );
}

interface InviteFormProps extends Omit<InviteAdministratorProps, 'opened'> {
  onMade: (made: NewInvitation) => void;
}

function InviteForm({ organisation: { id }, onMade, onClose }: InviteFormProps) {
  const t = useAreaText(organisations);
  const invite = useInviteAdministrator();
  const { fields, rest } = fieldErrors(invite.error, ['email']);
  return (
    <DialogForm
      submit={t('organisations.makeLink')}
      busy={invite.isPending}
      error={rest}
      onCancel={onClose}
      onSubmit={(read) => invite.mutate({ id, email: read('email') }, { onSuccess: onMade })}
    >
      <Text size="sm" c="dimmed">
        {t('organisations.inviteHelp')}
      </Text>
      <TextInput
        name="email"
        type="email"
        label={t('organisations.email')}
        maxLength={254}
        required
        withAsterisk={false}
        error={fields.email}
        data-autofocus
      />
    </DialogForm>
  );
}
