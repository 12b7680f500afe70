import { Button, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import type { MemberInvite } from '#contracts';
import { team } from '../i18n/catalogue/team.js';
import { useAreaText } from '../i18n/language.js';
import { AdminOnly } from '../ui/admin-only.js';
import { Icon } from '../ui/icon.js';
import { useNotice } from '../ui/notice.js';
import { Page } from '../ui/page.js';
import { FactorPolicyPanel } from './factor-policy-panel.js';
import { InvitationLines } from './invitation-lines.js';
import { InviteDialog } from './invite-dialog.js';
import { KeyLines } from './key-lines.js';
import { MemberLines } from './member-lines.js';

/** Who may work with the organisation's contacts: members, invited people, and programs. */
export default function TeamPage() {
  return (
    <AdminOnly>
      <Team />
    </AdminOnly>
  );
}

function Team() {
  const t = useAreaText(team);
  const [inviting, invite] = useDisclosure();
  const [again, setAgain] = useState<MemberInvite | null>(null);
  const { notify, element } = useNotice();
  const close = () => {
    invite.close();
    setAgain(null);
  };
  return (
    <Page
      title={t('nav.team')}
      actions={
        <Button leftSection={<Icon name="plus" />} onClick={invite.open}>
          {t('invite.button')}
        </Button>
      }
    >
      <Stack gap="xl">
        <MemberLines notify={notify} />
        <InvitationLines notify={notify} onAgain={setAgain} />
        <FactorPolicyPanel notify={notify} />
        <KeyLines notify={notify} />
      </Stack>
      <InviteDialog opened={inviting || again !== null} known={again} onClose={close} />
      {element}
    </Page>
  );
}
