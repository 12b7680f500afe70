import { Anchor, List, Loader, Stack, Text } from '@mantine/core';
import type { Undo, UndoTarget } from '#contracts';
import { keptContactsUrl, useUndoForecast } from '../api/undos.js';
import { undo as texts } from '../i18n/catalogue/undo.js';
import { useAreaText } from '../i18n/language.js';
import { plus } from '../ui/account-select.js';
import { MayDownload } from '../ui/may-download.js';
import { ProblemAlert } from '../ui/problem-alert.js';

const KINDS = ['restored', 'takenBack', 'kept'] as const;

/** What an undo would do now: how many contacts go back, and which stay as they are. */
export function UndoForecastLines({ of }: { of: UndoTarget }) {
  const t = useAreaText(texts);
  const { data, error, refetch } = useUndoForecast(of);
  if (!data) {
    return error ? (
      <ProblemAlert error={error} onRetry={() => void refetch()} />
    ) : (
      <Loader size="sm" aria-label={t('app.loading')} />
    );
  }
  const names = data.keptContacts.map(({ name, phone }) => `${name} (${plus(phone)})`);
  if (data.kept > names.length) names.push(t('undo.andMore'));
  return (
    <Stack gap={4} role="status">
      <Text size="sm">{t('undo.ask')}</Text>
      <UndoLines counts={data} />
      {!data.exact && <Text size="sm">{t('undo.more')}</Text>}
      {data.kept > 0 && (
        <>
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {names.join(', ')}
          </Text>
          <MayDownload>
            <Anchor href={keptContactsUrl(of)} download size="sm" underline="always">
              {t('undo.download')}
            </Anchor>
          </MayDownload>
        </>
      )}
    </Stack>
  );
}

/** How many contacts go back, and how many stay. */
export function UndoLines({ counts }: { counts: Undo['counts'] }) {
  const t = useAreaText(texts);
  const lines = KINDS.filter((kind) => counts[kind] > 0);
  if (lines.length === 0) return <Text size="sm">{t('undo.nothing')}</Text>;
  return (
    <List size="sm">
      {lines.map((kind) => (
        <List.Item key={kind}>{t(`undo.${kind}`, { count: counts[kind] })}</List.Item>
      ))}
    </List>
  );
}
