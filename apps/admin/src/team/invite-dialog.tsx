import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { MemberInvite, NewInvitation, Role } from '#contracts';
import { fieldErrors } from '../api/field-errors.js';
import { useInvite } from '../api/team.js';
import { team } from '../i18n/catalogue/team.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import { DialogForm } from '../ui/dialog-form.js';
import { OnceDialog } from '../ui/once-dialog.js';
import { AccessFields, accessOf, FULL_ACCESS, type Access } from './access-fields.js';
import { RoleSelect } from './role-select.js';

interface InviteDialogProps {
  opened: boolean;
  /** Somebody who was already invited and gets another link. */
  known: MemberInvite | null;
  onClose: () => void;
}

/** Invites somebody, then shows the link to pass on. */
export function InviteDialog({ opened, known, onClose }: InviteDialogProps) {
  const t = useAreaText(team);
  const format = useFormat();
  return (
    <OnceDialog<NewInvitation>
      title={t('invite.title')}
      opened={opened}
      onClose={onClose}
      form={(onMade, close) => <InviteForm known={known} onMade={onMade} onClose={close} />}
      shown={({ email, expiresAt, link }) => ({
        label: t('invite.link', { email }),
        secret: link,
        help: t('invite.linkHelp', { email, date: format.dateTime(expiresAt) }),
      })}
    />
  );
}

interface InviteFormProps extends Pick<InviteDialogProps, 'known' | 'onClose'> {
  onMade: (made: NewInvitation) => void;
}

function InviteForm({ known, onMade, onClose }: InviteFormProps) {
  const t = useAreaText(team);
  const invite = useInvite();
  const [role, setRole] = useState<Role>(known?.role ?? 'editor');
  const [access, setAccess] = useState<Access>(
    known ? { accountIds: known.accountIds, mayDownload: known.mayDownload } : FULL_ACCESS,
  );
  const { fields, rest } = fieldErrors(invite.error, ['email']);
  return (
    <DialogForm
      submit={t('invite.do')}
      busy={invite.isPending}
      error={rest}
      onCancel={onClose}
      onSubmit={(read) =>
        invite.mutate({ email: read('email'), role, ...accessOf(role, access) }, { onSuccess: onMade })
      }
    >
      <Text size="sm" c="dimmed">
        {t('invite.help')}
      </Text>
      <TextInput
        name="email"
        type="email"
        label={t('invite.email')}
        defaultValue={known?.email}
        maxLength={254}
        required
        withAsterisk={false}
        error={fields.email}
        data-autofocus
      />
      <RoleSelect label={t('invite.role')} description={t('team.membersHelp')} value={role} onChange={setRole} />
      {role !== 'admin' && <AccessFields value={access} onChange={setAccess} />}
    </DialogForm>
  );
}
