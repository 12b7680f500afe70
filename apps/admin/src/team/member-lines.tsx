import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import type { Member, Role } from '#contracts';
import { useMe } from '../api/session.js';
import { useChangeMember, useMembers, useRemoveMember } from '../api/team.js';
import { whenDone } from '../api/when-done.js';
import { team } from '../i18n/catalogue/team.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import { Confirm } from '../ui/confirm.js';
import { Line, LineActions, LineBelow, LineTitle, Lines } from '../ui/lines.js';
import { MoreButton } from '../ui/more-button.js';
import type { Notice } from '../ui/notice.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { useLimits } from './access-fields.js';
import { MemberAccess } from './member-access.js';
import { PasswordLinkButton } from './password-link-button.js';
import { ResetFactorButton } from './reset-factor-button.js';
import { RoleSelect } from './role-select.js';

interface MemberLinesProps {
  notify: (notice: Notice) => void;
}

/** The people who sign in, with their roles. */
export function MemberLines({ notify }: MemberLinesProps) {
  const t = useAreaText(team);
  const members = useMembers();
  return (
    <>
      <Lines heading={t('team.members')} help={t('team.membersHelp')} columns="minmax(0, 1fr) auto">
        {members.items?.map((member) => (
          <MemberLine key={member.id} member={member} notify={notify} />
        ))}
      </Lines>
      <ProblemAlert error={members.error} onRetry={() => void members.refetch()} />
      <MoreButton pages={members} />
    </>
  );
}

function MemberLine({ member, notify }: MemberLinesProps & { member: Member }) {
  const t = useAreaText(team);
  const format = useFormat();
  const me = useMe();
  const change = useChangeMember();
  const remove = useRemoveMember();
  const [asking, ask] = useDisclosure();
  const [demotion, setDemotion] = useState<Role | null>(null);
  const { id, name, role, email } = member;
  const isMe = id === me.id;
  const limits = useLimits(member);

  const setRole = (next: Role, before: Role | null) =>
    change.mutate(
      { id, role: next },
      {
        onSuccess: () =>
          notify({
            text: t('team.roleChanged', { name, role: t(`role.${next}`) }),
            ...(before && !isMe && { undo: () => setRole(before, null) }),
          }),
      },
    );
  const chooseRole = (next: Role) => {
    if (next === role) return;
    // An administrator who gives up this role cannot take it back.
    if (isMe) setDemotion(next);
    else setRole(next, role);
  };
  return (
    <Line>
      <LineTitle title={isMe ? t('team.you', { name }) : name}>
        {[t('team.since', { email, date: format.date(member.createdAt) }), ...limits].join(' · ')}
      </LineTitle>
      <LineActions>
        <RoleSelect
          aria-label={t('team.roleOf', { name })}
          value={role}
          onChange={chooseRole}
          disabled={change.isPending}
          w={170}
        />
        {role !== 'admin' && <MemberAccess member={member} />}
        {!isMe && <PasswordLinkButton member={member} />}
        {!isMe && member.secondFactor && <ResetFactorButton member={member} notify={notify} />}
        <Button variant="default" aria-label={t('team.removeOne', { name })} onClick={ask.open}>
          {t('team.remove')}
        </Button>
      </LineActions>
      {change.error && !demotion && (
        <LineBelow>
          <ProblemAlert error={change.error} />
        </LineBelow>
      )}
      <Confirm
        opened={asking}
        title={t('team.removeAsk', { name })}
        yes={t('team.remove')}
        busy={remove.isPending}
        error={remove.error}
        onClose={ask.close}
        onYes={() => whenDone(remove.mutateAsync(id), () => notify({ text: t('team.removed', { name }) }))}
      >
        {t('team.removeWhat')}
      </Confirm>
      <Confirm
        opened={demotion !== null}
        title={t('team.demoteAsk')}
        yes={t('team.demoteYes')}
        busy={change.isPending}
        error={change.error}
        onClose={() => setDemotion(null)}
        onYes={() => demotion && setRole(demotion, null)}
      >
        {t('team.demoteWhat')}
      </Confirm>
    </Line>
  );
}
