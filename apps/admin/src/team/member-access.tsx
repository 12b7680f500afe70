import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import type { Member } from '#contracts';
import { useChangeMember } from '../api/team.js';
import { team } from '../i18n/catalogue/team.js';
import { useAreaText } from '../i18n/language.js';
import { Dialog } from '../ui/dialog.js';
import { DialogForm } from '../ui/dialog-form.js';
import { AccessFields, type Access } from './access-fields.js';

/** Changes what a member may see and download. */
export function MemberAccess({ member }: { member: Member }) {
  const t = useAreaText(team);
  const [opened, { open, close }] = useDisclosure();
  const title = t('access.of', { name: member.name });
  return (
    <>
      <Button variant="default" aria-label={title} onClick={open}>
        {t('access.button')}
      </Button>
      <Dialog title={title} opened={opened} onClose={close}>
        <AccessForm member={member} onDone={close} />
      </Dialog>
    </>
  );
}

function AccessForm({ member, onDone }: { member: Member; onDone: () => void }) {
  const t = useAreaText(team);
  const change = useChangeMember();
  const { id, accountIds, mayDownload } = member;
  const [access, setAccess] = useState<Access>({ accountIds, mayDownload });
  return (
    <DialogForm
      submit={t('access.do')}
      busy={change.isPending}
      error={change.error}
      onCancel={onDone}
      onSubmit={() => change.mutate({ id, ...access }, { onSuccess: onDone })}
    >
      <AccessFields value={access} onChange={setAccess} />
    </DialogForm>
  );
}
