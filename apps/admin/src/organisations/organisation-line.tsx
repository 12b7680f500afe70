import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Organisation } from '#contracts';
import { useSuspension } from '../api/organisations.js';
import { useMe } from '../api/session.js';
import { whenDone } from '../api/when-done.js';
import { organisations } from '../i18n/catalogue/organisations.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import { Confirm } from '../ui/confirm.js';
import { Line, LineActions, LineBelow, LineTitle } from '../ui/lines.js';
import type { Notice } from '../ui/notice.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { InviteAdministrator } from './invite-administrator.js';
import { OrganisationLimits } from './organisation-limits.js';
import { RenameOrganisation } from './rename-organisation.js';

interface OrganisationLineProps {
  organisation: Organisation;
  notify: (notice: Notice) => void;
}

/** One organisation, with what operators may do with it. */
export function OrganisationLine({ organisation, notify }: OrganisationLineProps) {
  const t = useAreaText(organisations);
  const format = useFormat();
  const isOwn = useMe().organisation.id === organisation.id;
  const suspension = useSuspension();
  const [asking, ask] = useDisclosure();
  const [renaming, rename] = useDisclosure();
  const [inviting, invite] = useDisclosure();
  const [limiting, limit] = useDisclosure();
  const { id, name, members, createdAt, suspendedAt } = organisation;
  const take = (step: 'suspend' | 'resume') =>
    whenDone(suspension.mutateAsync({ id, step }), () => {
      notify({ text: t(step === 'suspend' ? 'organisations.suspended' : 'organisations.resumed', { name }) });
      ask.close();
    });
  return (
    <Line>
      <LineTitle title={name}>
        {suspendedAt
          ? t('organisations.suspendedSince', { date: format.dateTime(suspendedAt) })
          : t('organisations.about', { count: members, date: format.dateTime(createdAt) })}
      </LineTitle>
      <LineActions>
        {members === 0 && (
          <Button variant="default" aria-label={t('organisations.inviteOne', { name })} onClick={invite.open}>
            {t('organisations.invite')}
          </Button>
        )}
        <Button variant="default" aria-label={t('organisations.limitsOf', { name })} onClick={limit.open}>
          {t('organisations.limits')}
        </Button>
        <Button variant="default" aria-label={t('organisations.renameOne', { name })} onClick={rename.open}>
          {t('organisations.rename')}
        </Button>
        {suspendedAt ? (
          <Button
            variant="default"
            aria-label={t('organisations.resumeOne', { name })}
            loading={suspension.isPending}
            onClick={() => take('resume')}
          >
            {t('organisations.resume')}
          </Button>
        ) : (
          !isOwn && (
            <Button variant="default" aria-label={t('organisations.suspendOne', { name })} onClick={ask.open}>
              {t('organisations.suspend')}
            </Button>
          )
        )}
      </LineActions>
      {suspension.error && !asking && (
        <LineBelow>
          <ProblemAlert error={suspension.error} />
        </LineBelow>
      )}
      <Confirm
        opened={asking}
        title={t('organisations.suspendOne', { name })}
        yes={t('organisations.suspend')}
        busy={suspension.isPending}
        error={suspension.error}
        onClose={ask.close}
        onYes={() => take('suspend')}
      >
        {t('organisations.suspendWhat')}
      </Confirm>
      <RenameOrganisation organisation={organisation} opened={renaming} onClose={rename.close} notify={notify} />
      <OrganisationLimits organisation={organisation} opened={limiting} onClose={limit.close} notify={notify} />
      <InviteAdministrator organisation={organisation} opened={inviting} onClose={invite.close} />
    </Line>
  );
}
