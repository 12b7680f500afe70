import { Anchor, Badge, Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import type { ApiKey } from '#contracts';
import { useKeys, useRevokeKey } from '../api/team.js';
import { whenDone } from '../api/when-done.js';
import { team } from '../i18n/catalogue/team.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import { Confirm } from '../ui/confirm.js';
import { Icon } from '../ui/icon.js';
import { Line, LineActions, LineTitle, Lines, NoLine } from '../ui/lines.js';
import { MoreButton } from '../ui/more-button.js';
import type { Notice } from '../ui/notice.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { useLimits } from './access-fields.js';
import { CreateKey } from './create-key.js';
import { RotateKey } from './rotate-key.js';

interface KeyLinesProps {
  notify: (notice: Notice) => void;
}

/** The keys of programs. Revoked keys are shown on request, because the audit log still mentions them. */
export function KeyLines({ notify }: KeyLinesProps) {
  const t = useAreaText(team);
  const keys = useKeys();
  const [creating, create] = useDisclosure();
  const [withRevoked, setWithRevoked] = useState(false);
  const working = keys.items?.filter(({ revokedAt }) => revokedAt === null);
  const revoked = (keys.items?.length ?? 0) - (working?.length ?? 0);
  const shown = withRevoked ? keys.items : working;
  return (
    <>
      <Lines
        heading={t('keys.list')}
        help={
          <>
            {t('keys.help')}{' '}
            <Anchor href="/docs" inherit underline="always">
              {t('keys.docs')}
            </Anchor>
          </>
        }
        actions={
          <Button variant="default" leftSection={<Icon name="key" />} onClick={create.open}>
            {t('keys.create')}
          </Button>
        }
        columns="minmax(0, 1fr) auto auto"
      >
        {working?.length === 0 && !withRevoked && <NoLine>{t('keys.none')}</NoLine>}
        {shown?.map((key) => (
          <KeyLine key={key.id} apiKey={key} notify={notify} />
        ))}
      </Lines>
      {revoked > 0 && !withRevoked && (
        <Button variant="subtle" size="compact-sm" mx="auto" onClick={() => setWithRevoked(true)}>
          {t('keys.showRevoked', { count: revoked })}
        </Button>
      )}
      <ProblemAlert error={keys.error} onRetry={() => void keys.refetch()} />
      <MoreButton pages={keys} />
      <CreateKey opened={creating} onClose={create.close} />
    </>
  );
}

function KeyLine({ apiKey, notify }: KeyLinesProps & { apiKey: ApiKey }) {
  const t = useAreaText(team);
  const format = useFormat();
  const revoke = useRevokeKey();
  const [asking, ask] = useDisclosure();
  const { id, name, role, scopes, accountIds, revokedAt } = apiKey;
  const limits = useLimits({ accountIds, mayDownload: true });
  return (
    <Line>
      <LineTitle title={name}>
        {[...useTimes(apiKey), ...(scopes ?? []).map((scope) => t(`keys.scope.${scope}`)), ...limits].join(' · ')}
      </LineTitle>
      <div>
        <Badge variant="default" size="lg">
          {t(`role.${role}`)}
        </Badge>
      </div>
      <LineActions>
        {revokedAt ? (
          <Badge variant="light" color="gray" size="lg">
            {t('keys.revoked', { time: format.date(revokedAt) })}
          </Badge>
        ) : (
          <>
            <RotateKey apiKey={apiKey} />
            <Button variant="default" aria-label={t('keys.revokeOne', { name })} onClick={ask.open}>
              {t('keys.revoke')}
            </Button>
          </>
        )}
      </LineActions>
      <Confirm
        opened={asking}
        title={t('keys.revokeAsk', { name })}
        yes={t('keys.revoke')}
        busy={revoke.isPending}
        error={revoke.error}
        onClose={ask.close}
        onYes={() =>
          whenDone(revoke.mutateAsync(id), () => {
            notify({ text: t('keys.nowRevoked', { name }) });
            ask.close();
          })
        }
      >
        {t('keys.revokeWhat')}
      </Confirm>
    </Line>
  );
}

/** When a key was made, last used and ends, and until when its old secret works. */
function useTimes({ createdAt, lastUsedAt, expiresAt, oldSecretUntil }: ApiKey): string[] {
  const t = useAreaText(team);
  const format = useFormat();
  const now = new Date().toISOString();
  const used = lastUsedAt ? t('keys.lastUsed', { time: format.dateTime(lastUsedAt) }) : t('keys.neverUsed');
  const end = expiresAt && (expiresAt <= now ? 'keys.expired' : 'keys.until');
  return [
    t('keys.created', { time: format.date(createdAt) }),
    used,
    end ? t(end, { time: format.date(expiresAt) }) : t('keys.noEnd'),
    ...(oldSecretUntil && oldSecretUntil > now ? [t('keys.oldUntil', { time: format.dateTime(oldSecretUntil) })] : []),
  ];
}
