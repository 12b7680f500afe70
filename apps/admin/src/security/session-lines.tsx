import { Badge, Button } from '@mantine/core';
import type { Session } from '#contracts';
import { useEndSessions, useOwnSessions } from '../api/own-access.js';
import { whenDone } from '../api/when-done.js';
import { security } from '../i18n/catalogue/security.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import { Line, LineActions, LineBelow, LineTitle, Lines } from '../ui/lines.js';
import type { Notice } from '../ui/notice.js';
import { ProblemAlert } from '../ui/problem-alert.js';

interface SessionLinesProps {
  notify: (notice: Notice) => void;
}

/** Where somebody is signed in, and how to end that. */
export function SessionLines({ notify }: SessionLinesProps) {
  const t = useAreaText(security);
  const sessions = useOwnSessions();
  const end = useEndSessions();
  const others = (sessions.items?.length ?? 0) > 1;
  return (
    <>
      <Lines
        heading={t('security.sessions')}
        help={t('security.sessionsHelp')}
        columns="minmax(0, 1fr) auto"
        actions={
          others && (
            <Button
              variant="default"
              loading={end.isPending}
              onClick={() => whenDone(end.mutateAsync(null), () => notify({ text: t('security.othersEnded') }))}
            >
              {t('security.endOthers')}
            </Button>
          )
        }
      >
        {sessions.items?.map((session) => (
          <SessionLine key={session.id} session={session} notify={notify} />
        ))}
      </Lines>
      <ProblemAlert error={sessions.error} onRetry={() => void sessions.refetch()} />
      <ProblemAlert error={end.error} />
    </>
  );
}

function SessionLine({ session, notify }: SessionLinesProps & { session: Session }) {
  const t = useAreaText(security);
  const format = useFormat();
  const end = useEndSessions();
  const { id, current, browser, system, address, createdAt, lastUsedAt } = session;
  const device = [browser, system].filter((name) => name !== null).join(', ') || t('security.unknownDevice');
  const times = t('security.used', { begun: format.dateTime(createdAt), used: format.dateTime(lastUsedAt) });
  return (
    <Line>
      <LineTitle title={device}>{address === null ? times : `${address} · ${times}`}</LineTitle>
      <LineActions>
        {current ? (
          <Badge variant="light" size="lg">
            {t('security.thisOne')}
          </Badge>
        ) : (
          <Button
            variant="default"
            aria-label={t('security.endOne', { device, time: format.dateTime(createdAt) })}
            loading={end.isPending}
            onClick={() => whenDone(end.mutateAsync(id), () => notify({ text: t('security.ended', { device }) }))}
          >
            {t('security.end')}
          </Button>
        )}
      </LineActions>
      {end.error && (
        <LineBelow>
          <ProblemAlert error={end.error} />
        </LineBelow>
      )}
    </Line>
  );
}
