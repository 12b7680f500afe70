import { Button } from '@mantine/core';
import type { Invitation, MemberInvite } from '#contracts';
import { useInvitations, useWithdrawInvitation } from '../api/team.js';
import { whenDone } from '../api/when-done.js';
import { team } from '../i18n/catalogue/team.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import { Line, LineActions, LineBelow, LineTitle, Lines, NoLine } from '../ui/lines.js';
import { MoreButton } from '../ui/more-button.js';
import type { Notice } from '../ui/notice.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { useLimits } from './access-fields.js';

interface InvitationLinesProps {
  notify: (notice: Notice) => void;
  /** Creates another link for somebody; the earlier link stops working. */
  onAgain: (invite: MemberInvite) => void;
}

/** People who were invited and have not accepted yet. */
export function InvitationLines({ notify, onAgain }: InvitationLinesProps) {
  const t = useAreaText(team);
  const invitations = useInvitations();
  return (
    <>
      <Lines heading={t('invite.list')} columns="minmax(0, 1fr) auto">
        {invitations.items?.length === 0 && <NoLine>{t('invite.none')}</NoLine>}
        {invitations.items?.map((invitation) => (
          <InvitationLine key={invitation.id} invitation={invitation} notify={notify} onAgain={onAgain} />
        ))}
      </Lines>
      <ProblemAlert error={invitations.error} onRetry={() => void invitations.refetch()} />
      <MoreButton pages={invitations} />
    </>
  );
}

function InvitationLine({ invitation, notify, onAgain }: InvitationLinesProps & { invitation: Invitation }) {
  const t = useAreaText(team);
  const format = useFormat();
  const withdraw = useWithdrawInvitation();
  const { id, email, role, accountIds, mayDownload, expiresAt } = invitation;
  const limits = useLimits(invitation);
  return (
    <Line>
      <LineTitle title={email}>
        {[t('invite.until', { role: t(`role.${role}`), date: format.dateTime(expiresAt) }), ...limits].join(' · ')}
      </LineTitle>
      <LineActions>
        <Button
          variant="default"
          aria-label={t('invite.againOne', { email })}
          onClick={() => onAgain({ email, role, accountIds, mayDownload })}
        >
          {t('invite.again')}
        </Button>
        <Button
          variant="default"
          aria-label={t('invite.withdrawOne', { email })}
          loading={withdraw.isPending}
          onClick={() => whenDone(withdraw.mutateAsync(id), () => notify({ text: t('invite.withdrawn', { email }) }))}
        >
          {t('invite.withdraw')}
        </Button>
      </LineActions>
      {withdraw.error && (
        <LineBelow>
          <ProblemAlert error={withdraw.error} />
        </LineBelow>
      )}
    </Line>
  );
}
