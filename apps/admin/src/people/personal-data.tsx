import { Alert, Button, Group, List, Stack, Text } from '@mantine/core';
import { useRef, useState } from 'react';
import type { Erasure } from '#contracts';
import { personalDataUrl, useErase } from '../api/people.js';
import { people } from '../i18n/catalogue/people.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import { plus } from '../ui/account-select.js';
import { Confirm } from '../ui/confirm.js';
import { Icon } from '../ui/icon.js';

/** For administrators: a download of all that is known of a person, and the erasure of it. */
export function PersonalData({ phone }: { phone: string }) {
  const t = useAreaText(people);
  const [asking, setAsking] = useState(false);
  const result = useRef<HTMLDivElement>(null);
  const erase = useErase(phone);
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <Button
          component="a"
          href={personalDataUrl(phone)}
          download
          variant="default"
          leftSection={<Icon name="download" />}
        >
          {t('people.download')}
        </Button>
        <Button variant="default" onClick={() => setAsking(true)}>
          {t('people.erase')}
        </Button>
      </Group>
      <div ref={result} tabIndex={-1} role="status">
        {erase.data && <Copies erasure={erase.data} />}
      </div>
      <Confirm
        opened={asking}
        title={t('people.eraseAsk', { phone: plus(phone) })}
        yes={t('people.eraseYes')}
        busy={erase.isPending}
        error={erase.error}
        onClose={() => setAsking(false)}
        onYes={() =>
          erase.mutate(undefined, {
            onSuccess: () => {
              setAsking(false);
              result.current?.focus();
            },
          })
        }
      >
        {t('people.eraseHelp')}
      </Confirm>
    </Stack>
  );
}

/** What may still have the data, and until when. */
function Copies({ erasure: { copies, copiesComplete } }: { erasure: Erasure }) {
  const t = useAreaText(people);
  const format = useFormat();
  if (copies.length === 0) return <Alert color="green">{t('people.erasedNowhere')}</Alert>;
  return (
    <Alert color="green">
      <Text size="sm">{t('people.erasedDone')}</Text>
      <List size="sm">
        {copies.map(({ kind, id, accountId, until }) => {
          const what = t(`people.copy.${kind}`, { id });
          return (
            <List.Item key={`${kind} ${id} ${accountId}`}>
              {until ? t('people.copyUntil', { what, until: format.dateTime(until) }) : t('people.copyOpen', { what })}
            </List.Item>
          );
        })}
      </List>
      {!copiesComplete && <Text size="sm">{t('people.moreCopies')}</Text>}
    </Alert>
  );
}
